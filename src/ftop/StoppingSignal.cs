using System.Runtime.InteropServices;

namespace Ftop;

/// <summary>
/// Ctrl-Z where there is no screen: SIGTSTP first lets the run pause what it does in the kernel, then stops the process, and what was paused goes on with
/// it. The others of the job get the signal themselves.
/// </summary>
internal sealed class StoppingSignal : IDisposable
{
    private const PosixSignal SigTstp = (PosixSignal)20; // PosixSignal.SIGTSTP asks for a check of the platform
    private const int SigStop = 19;

    private readonly PosixSignalRegistration _registration;

    /// <param name="pause">Called before the process stops, on a thread of its own.</param>
    /// <param name="resume">Called when it goes on.</param>
    public StoppingSignal(Action pause, Action resume) => _registration = PosixSignalRegistration.Create(SigTstp, context =>
    {
        context.Cancel = true;

        // A shell with job control starts each job in a process group of its own; in the session leader's group nobody would continue us.
        if (Libc.GetProcessGroup(0) != Libc.GetSession(0))
        {
            pause();
            _ = Libc.Kill(Environment.ProcessId, SigStop);
            resume();
        }
    });

    public void Dispose() => _registration.Dispose();
}

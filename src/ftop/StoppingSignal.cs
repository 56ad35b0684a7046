using System.Runtime.InteropServices;

namespace Ftop;

/// <summary>
/// Ctrl-Z where there is no screen: SIGTSTP first lets the run pause what it does in the kernel, then stops the process, and what was paused goes on with
/// it. The others of the job get the signal themselves.
/// </summary>
internal sealed class StoppingSignal : IDisposable
{
    private const PosixSignal SigTstp = (PosixSignal)20; // PosixSignal.SIGTSTP and SIGCONT ask for a check of the platform
    private const PosixSignal SigCont = (PosixSignal)18;
    private const int SigStop = 19;

    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="pause">Called before the process stops, on a thread of its own.</param>
    /// <param name="resume">Called when it goes on, also after a stop that nobody announced (SIGSTOP). Not by the thread that stopped it: kill(2) may return there before the stop.</param>
    public StoppingSignal(Action pause, Action resume) => _registrations =
    [
        PosixSignalRegistration.Create(SigTstp, context =>
        {
            context.Cancel = true;

            // A shell with job control starts each job in a process group of its own; in the session leader's group nobody would continue us.
            if (Libc.GetProcessGroup(0) != Libc.GetSession(0))
            {
                pause();
                _ = Libc.Kill(Environment.ProcessId, SigStop);
            }
        }),
        PosixSignalRegistration.Create(SigCont, context =>
        {
            context.Cancel = true;
            resume();
        }),
    ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }
}

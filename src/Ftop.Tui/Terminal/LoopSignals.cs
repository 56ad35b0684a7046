using System.Runtime.InteropServices;

namespace Ftop.Tui.Terminal;

/// <summary>Signals while the screen is taken: each only sets a flag and wakes the loop, which acts between two frames.</summary>
internal sealed class LoopSignals : IDisposable
{
    private readonly ITerminalLine _line;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _seen;
    private int _endingSignal;

    public LoopSignals(ITerminalLine line) => _line = line;

    /// <summary>Number of the signal that ended the program, 0 where none did.</summary>
    public int EndingSignal => Volatile.Read(ref _endingSignal);

    /// <summary>Catches the process's signals.</summary>
    /// <exception cref="PlatformNotSupportedException">Not on Linux.</exception>
    public void Register()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException();
        }

        Register(PosixSignal.SIGWINCH, () => Raise(LoopSignal.Resized));
        Register(PosixSignal.SIGTSTP, () => Raise(LoopSignal.Suspend));
        Register(PosixSignal.SIGCONT, () => Raise(LoopSignal.Continued));
        Register(PosixSignal.SIGHUP, () => End(1));
        Register(PosixSignal.SIGINT, () => End(2));
        Register(PosixSignal.SIGQUIT, () => End(3));
        Register(PosixSignal.SIGTERM, () => End(15));
    }

    public void Raise(LoopSignal signal)
    {
        Interlocked.Or(ref _seen, (int)signal);
        _line.Wake();
    }

    /// <summary>Ends the loop because of <paramref name="signalNumber"/> (signal(7)); the first one counts.</summary>
    public void End(int signalNumber)
    {
        Interlocked.CompareExchange(ref _endingSignal, signalNumber, 0);
        _line.Wake();
    }

    /// <summary>What was raised since the last call.</summary>
    public LoopSignal Take() => (LoopSignal)Interlocked.Exchange(ref _seen, 0);

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _registrations.Clear();
    }

    private void Register(PosixSignal signal, Action action) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        action();
    }));
}

/// <summary>What the loop has to do because of a signal.</summary>
[Flags]
internal enum LoopSignal
{
    None = 0,
    Resized = 1,
    Suspend = 2,
    Continued = 4,
}

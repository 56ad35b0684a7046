using System.Runtime.InteropServices;

namespace Ftop;

/// <summary>
/// Turns SIGINT, SIGQUIT, SIGTERM and SIGHUP into a request to end: the run stops by itself, puts back what it changed, and ends with
/// 128+N. Holds the signals from construction to <see cref="Dispose"/>.
/// </summary>
internal sealed class EndingSignal : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _number;

    public EndingSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Request(context, 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => Request(context, 3)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Request(context, 15)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Request(context, 1)),
    ];

    /// <summary>Cancelled by the first of the signals.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Number of the first signal; null while there was none.</summary>
    public int? Number => _number == 0 ? null : _number;

    /// <summary><paramref name="otherwise"/>, or 128+N after signal N.</summary>
    public int ExitCode(int otherwise) => Number is int number ? 128 + number : otherwise;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _requested.Dispose();
    }

    private void Request(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _number, number, 0) == 0)
        {
            _requested.Cancel();
        }
    }
}

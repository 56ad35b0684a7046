using System.Runtime.InteropServices;

namespace Ftop;

/// <summary>
/// Turns SIGINT, SIGQUIT, SIGTERM and SIGHUP into a request to end: the run stops by itself, puts back what it changed, and ends with
/// 128+N. Holds the signals from construction to <see cref="Dispose"/>, which waits for nobody.
/// </summary>
/// <remarks>
/// The run looks for the request, or awaits it; it gives no callback that would run while the signal is taken: such a callback waits for the locks of
/// whoever is at work, and its removal waits for the callback.
/// </remarks>
internal sealed class EndingSignal : IDisposable
{
    private const int SigHup = 1;

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _requested = new(); // not disposed: a signal may come at any time
    private readonly PosixSignalRegistration[] _registrations;
    private int _number;

    public EndingSignal() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Request(context, 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context => Request(context, 3)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Request(context, 15)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Request(context, SigHup)),
    ];

    /// <summary>Cancelled by the first of the signals.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Ends with the first of the signals; what awaits it goes on elsewhere.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Number of the first signal, that of a hang-up where the terminal went without one; null while there was none.</summary>
    public int? Number => Volatile.Read(ref _number) is int number and not 0 ? number : StandardStream.IsHungUp ? SigHup : null;

    /// <summary><paramref name="otherwise"/>, or 128+N after signal N.</summary>
    public int ExitCode(int otherwise) => Number is int number ? 128 + number : otherwise;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Request(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _number, number, 0) == 0)
        {
            StandardStream.GiveUpSoon();
            _arrived.TrySetResult();
            ThreadPool.UnsafeQueueUserWorkItem(static requested => requested.Cancel(), _requested, preferLocal: false);
        }
    }
}

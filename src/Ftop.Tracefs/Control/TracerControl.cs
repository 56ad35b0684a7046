using System.Collections.Immutable;
using Ftop.Decoding.Text;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Control;

/// <summary><c>current_tracer</c> and <c>available_tracers</c>; an instance's list names only what is allowed in it.</summary>
public sealed class TracerControl
{
    private const int BusyTries = 10;
    private const int BusyWaitMs = 10;
    private readonly ControlFile _currentTracer;
    private readonly ControlFile _availableTracers;
    private readonly ControlFile _maxLatency;

    internal TracerControl(ControlFile currentTracer, ControlFile availableTracers, ControlFile maxLatency)
    {
        _currentTracer = currentTracer;
        _availableTracers = availableTracers;
        _maxLatency = maxLatency;
    }

    /// <summary>As in <c>nop</c>.</summary>
    public string Current => _currentTracer.ReadText().Trim();

    /// <summary>The tracers this buffer can have, sorted.</summary>
    public ImmutableArray<string> Available =>
        [.. _availableTracers.ReadText().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>Makes <paramref name="tracer"/> the current one, by way of <c>nop</c>; clears the buffer.</summary>
    /// <exception cref="TracefsException">EBUSY while the buffer is read; EPERM under lockdown; EINVAL for what <see cref="Available"/> lacks.</exception>
    public void Set(string tracer)
    {
        ArgumentException.ThrowIfNullOrEmpty(tracer);
        if (_maxLatency.Exists && (WorstCaseTracer.Is(tracer) || tracer is "hwlat" or "osnoise" or "timerlat"))
        {
            _maxLatency.TryWrite("0"); // as the tracer will do, but noted to be put back; if that is refused the tracer will be
        }

        int errno = TryWrite("nop");
        if (errno == 0 && tracer != "nop")
        {
            errno = TryWrite(tracer);
        }

        if (errno == ErrnoNumber.Invalid)
        {
            throw NotAvailable(tracer);
        }

        if (errno != 0)
        {
            throw Remedy.Explain(_currentTracer.Path, $"write '{tracer}'", errno);
        }
    }

    /// <summary>
    /// Lets a tracer that keeps the worst case begin anew. It measures while nothing is recorded as well, and what it found then, often the worst
    /// of all as tracing is being set up, has no events.
    /// </summary>
    internal void ForgetWorstCase()
    {
        if (WorstCaseTracer.Is(Current))
        {
            _maxLatency.Write("0");
        }
    }

    // Between fork and exec a child of ours holds copies of the pipes, which keep the buffer busy for that moment.
    private int TryWrite(string tracer)
    {
        int errno = _currentTracer.TryWrite(tracer);
        for (int i = 1; errno == ErrnoNumber.Busy && i < BusyTries; i++)
        {
            Thread.Sleep(BusyWaitMs);
            errno = _currentTracer.TryWrite(tracer);
        }

        return errno;
    }

    private TracefsException NotAvailable(string tracer)
    {
        ImmutableArray<string> available = Available;
        string offer = $"this buffer offers {string.Join(", ", available)}";
        (TracefsFailure failure, string remedy) = (TracerConfig.OfTracer(tracer), available.Contains(tracer)) switch
        {
            (_, true) => (TracefsFailure.InvalidValue, "the kernel does not accept this tracer now"),
            (KernelOption option, _) => (TracefsFailure.NotSupported, $"not in this kernel or not allowed in this buffer: {offer}; needs {option}"),
            _ => (TracefsFailure.InvalidValue, $"no kernel has a tracer of this name: {offer}{NearNames.Tail(NearNames.Of(tracer, available))}"),
        };
        return new TracefsException(_currentTracer.Path, $"write '{tracer}'", ErrnoNumber.Invalid, failure, remedy);
    }
}

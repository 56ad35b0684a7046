using System.Collections.Immutable;
using Ftop.Decoding;

namespace Ftop.TraceDat.Replay;

/// <summary>
/// A recording as a source: time goes on when <see cref="AdvanceTo"/> says so, and with it come the events, sub-buffers of all CPUs in the order of
/// time. For one thread at a time. The recording stays its owner's.
/// </summary>
public sealed class ReplaySource : ITraceSource
{
    private readonly RecordedTrace _trace;
    private readonly RecordedCpu[] _cpus;
    private readonly Earliest _earliest;
    private readonly bool _isFromStart;
    private ISubBufferSink? _sink;

    /// <param name="trace">The recording.</param>
    /// <param name="from">Events before this time are left out; 0 for none.</param>
    public ReplaySource(RecordedTrace trace, ulong from = 0)
    {
        ArgumentNullException.ThrowIfNull(trace);
        _trace = trace;
        _cpus = trace.OpenCpus();
        _earliest = new Earliest(_cpus.Length);
        _isFromStart = from <= trace.Start;
        for (int i = 0; i < _cpus.Length; i++)
        {
            if (_isFromStart)
            {
                _cpus[i].Rewind();
            }
            else
            {
                _cpus[i].SeekTo(from);
            }

            Look(i);
        }
    }

    /// <inheritdoc/>
    public TraceMetadata Metadata => _trace.Metadata;

    /// <inheritdoc/>
    public ImmutableArray<int> Cpus => _trace.Cpus;

    /// <inheritdoc/>
    public ulong? Now { get; private set; }

    /// <summary>Whether nothing is left to hand over.</summary>
    public bool IsAtEnd => _earliest.First < 0;

    /// <summary>No event before this is left, in units of the trace clock; <see cref="ulong.MaxValue"/> at the end.</summary>
    public ulong NextTimestamp => _earliest.First is int next and >= 0 ? _cpus[next].NextTimestamp : ulong.MaxValue;

    /// <inheritdoc/>
    /// <remarks>Hands over nothing yet.</remarks>
    public void Start(ISubBufferSink sink) => _sink = sink;

    /// <summary>Hands over every event before <paramref name="until"/> that was not yet; of a sub-buffer that reaches beyond, the part before.</summary>
    /// <param name="until">Units of the trace clock; <see cref="ulong.MaxValue"/> for all the rest.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public void AdvanceTo(ulong until)
    {
        ISubBufferSink sink = _sink ?? throw new InvalidOperationException("the source was not started");
        while (_earliest.First is int next and >= 0 && (_cpus[next].NextTimestamp < until || until == ulong.MaxValue))
        {
            if (_cpus[next].TryTake(until, out ReadOnlySpan<byte> subBuffer))
            {
                sink.Accept(next, subBuffer);
            }

            Look(next);
        }

        Now = Math.Min(until, _trace.End);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing to wait for: <see cref="AdvanceTo"/> has handed over what has happened.</remarks>
    public void Drain()
    {
    }

    /// <inheritdoc/>
    /// <remarks>What was lost in all counts as lost when the recording begins, which is before <see cref="Start"/> not yet.</remarks>
    public CpuStats ReadStats(int cpuIndex) => _isFromStart && _sink is null ? default : _trace.StatsOf(cpuIndex);

    /// <inheritdoc/>
    /// <remarks>A recording has all the formats that it will ever have.</remarks>
    public void RefreshFormats()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Look(int index) => _earliest.Set(index, _cpus[index].IsAtEnd ? null : _cpus[index].NextTimestamp);
}

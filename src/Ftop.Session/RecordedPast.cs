using Ftop.Aggregation.Windows;
using Ftop.Decoding;
using Ftop.TraceDat.Replay;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>Reads what happened while a span was open out of a recording.</summary>
/// <param name="trace">The recording; nobody else may read it meanwhile.</param>
internal sealed class RecordedPast(RecordedTrace trace) : ISubBufferSink
{
    // As much as live keeps of what happened last.
    private const long MostBytes = 2 << 20;

    private readonly Queue<byte[]>[] _subBuffers = [.. trace.Cpus.Select(static _ => new Queue<byte[]>())];
    private readonly long[] _bytes = new long[trace.Cpus.Length];

    /// <summary>The events on the span's CPUs and of its tasks, from its begin to its end.</summary>
    public static PastText Read(RecordedTrace trace, WorstSpan span)
    {
        var reader = new PastReader(trace.Input, static _ => null);
        ulong before = span.Begin - Math.Min(span.Begin, PastReader.MostApartNs);
        PastText past = reader.Read(span, new RecordedPast(trace).Between(before, span.End));
        return span.SystemCall is string call
            ? past with { Call = reader.ReadCall(call, span, new RecordedPast(trace).Between(before, span.Begin + PastReader.MostApartNs).Where(cpu => cpu.Cpu == span.BeginCpu).SelectMany(static cpu => cpu.SubBuffers)) }
            : past;
    }

    /// <inheritdoc/>
    public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
    {
        _subBuffers[cpuIndex].Enqueue(subBuffer.ToArray());
        _bytes[cpuIndex] += subBuffer.Length;
        while (_bytes[cpuIndex] > MostBytes / _bytes.Length && _subBuffers[cpuIndex].Count > 1)
        {
            _bytes[cpuIndex] -= _subBuffers[cpuIndex].Dequeue().Length;
        }
    }

    private IEnumerable<(int Cpu, IReadOnlyList<byte[]> SubBuffers)> Between(ulong begin, ulong end)
    {
        using var source = new ReplaySource(trace, begin);
        source.Start(this);
        source.AdvanceTo(end + 1);
        return trace.Cpus.Select((cpu, index) => (cpu, (IReadOnlyList<byte[]>)[.. _subBuffers[index]]));
    }
}

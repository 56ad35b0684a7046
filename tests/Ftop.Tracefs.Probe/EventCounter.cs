using System.Runtime.CompilerServices;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Tracefs.Probe;

/// <summary>Counts by event id and CPU: the least that anybody does with events.</summary>
internal sealed class EventCounter(HeaderPage layout, int cpus) : ISubBufferSink
{
    private readonly Cpu[] _cpus = [.. Enumerable.Range(0, cpus).Select(_ => new Cpu())];

    public long Events => _cpus.Sum(cpu => cpu.ById.Sum());

    public long SubBuffers => _cpus.Sum(cpu => cpu.SubBuffers);

    public long Missed => _cpus.Sum(cpu => cpu.Missed);

    public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
    {
        Cpu cpu = _cpus[cpuIndex];
        var visitor = new Visitor(cpu.ById);
        SubBufferSummary summary = SubBufferWalker.Walk(subBuffer, layout, ref visitor);
        cpu.SubBuffers++;
        cpu.Missed += summary.MissedEvents.Any ? (long)(summary.MissedEvents.Count ?? 1) : 0;
    }

    private sealed class Cpu
    {
        public long[] ById { get; } = new long[1 << 16];

        public long SubBuffers { get; set; }

        public long Missed { get; set; }
    }

    private readonly struct Visitor(long[] byId) : IEventVisitor
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp) => byId[Unsafe.ReadUnaligned<ushort>(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(payload))]++;
    }
}

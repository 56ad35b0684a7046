using Ftop.TraceDat.Writing;

namespace Ftop.Recording;

/// <summary>What a ring holds, for a trace.dat.</summary>
internal sealed class FlightPages(int cpu, FlightRing ring, int pageSizeBytes) : RecordedPages(cpu)
{
    public override long SizeBytes { get; } = ring.HeldBytes;

    public override void CopyTo(Stream output) => ring.CopyTo(output, pageSizeBytes);
}

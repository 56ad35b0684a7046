namespace Ftop.Tracefs.Control;

/// <summary>
/// <c>buffer_percent</c>: how full a CPU's buffer is when poll(2) says that it can be read (kernel/trace/ring_buffer.c <c>full_hit</c>). Until then the writer
/// looks at it once a sub-buffer, and wakes nobody.
/// </summary>
public sealed class FillLevel
{
    // Some 7,000 events: what a wake-up costs is little beside them, and they are far from filling a buffer.
    private const long WantedBytes = 256 << 10;
    private const int MostPercent = 25;
    private readonly ControlFile _bufferPercent;

    internal FillLevel(ControlFile bufferPercent) => _bufferPercent = bufferPercent;

    /// <summary>Sets it for buffers of a size.</summary>
    /// <returns>False where the kernel has no such file (before 5.0), or refuses.</returns>
    internal bool TrySet(long bufferBytes) => _bufferPercent.Exists && _bufferPercent.TryWrite($"{PercentOf(bufferBytes)}") == 0;

    internal static int PercentOf(long bufferBytes) => (int)Math.Clamp((WantedBytes * 100 / Math.Max(1, bufferBytes)) + 1, 1, MostPercent);
}

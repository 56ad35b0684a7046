namespace Ftop.TraceDat;

/// <summary>
/// How much of a recording is read at most, whatever its headers say: far beyond what any kernel writes, so that only damaged or hostile files meet them.
/// Each is said with its place, and what is within it is shown.
/// </summary>
internal static class DatLimits
{
    /// <summary>The kernel's largest sub-buffer (<c>kernel/trace/ring_buffer.c ring_buffer_subbuf_order_set, RB_WRITE_MASK</c>).</summary>
    public const int MaxSubBufferBytes = 1 << 20;

    /// <summary>Of one text; kallsyms of a large kernel has 15 MB.</summary>
    public const int MaxTextBytes = 1 << 25;

    /// <summary>Of <c>printk_formats</c>; large kernels have 1 MB.</summary>
    public const int MaxStringsBytes = 1 << 23;

    /// <summary>Of <c>saved_cmdlines</c> and <c>saved_tgids</c>: 32768 names, and a line a pid.</summary>
    public const int MaxNamesBytes = 1 << 24;

    /// <summary>Of settings, layouts and lists in a captured tree.</summary>
    public const int MaxSmallTextBytes = 1 << 22;

    /// <summary>Of a CPU's <c>stats</c> in a captured tree: ten lines.</summary>
    public const int MaxStatsBytes = 1 << 12;

    /// <summary>Of what <c>uname</c> told: six words of 64 bytes.</summary>
    public const int MaxUnameBytes = 1 << 10;

    /// <summary>Of all packed sections, unpacked.</summary>
    public const long MaxUnpackedTextBytes = 1L << 26;

    /// <summary>What a latency tracer found, as text.</summary>
    public const int MaxLatencyTextBytes = 1 << 25;

    /// <summary>An id has 16 bits.</summary>
    public const int MaxFormats = 1 << 16;

    /// <summary>Of one event's format.</summary>
    public const int MaxFormatBytes = 1 << 20;

    /// <summary>Of all formats; 3,000 events have 5 MB.</summary>
    public const int MaxFormatsBytes = 12 << 20;

    /// <summary>Of all formats; 3,000 events have 40,000.</summary>
    public const int MaxFields = 1 << 17;

    /// <summary>Options of a file: a few, and one a CPU.</summary>
    public const int MaxOptions = 1 << 14;

    /// <summary>Ring buffers of a file: one an instance.</summary>
    public const int MaxBuffers = 256;

    // Packed sub-buffers: trace-cmd packs 10 together, of which those of a quiet CPU are nearly empty.
    private const int SubBuffersInChunk = 16;
    private const int LeastChunkBytes = 1 << 22;
    private const int MaxPackRatio = 512;
    private const long UnpackedBytesOfSmallFiles = 64 << 20;
    private const int HeldRatio = 16;
    private const long HeldBytesOfSmallFiles = 16 << 20;

    // A CPU that is read holds two sub-buffers, and where in them events are; one that is played has tables of what it counts.
    private const int CpuBytesInMemory = 24 << 10;
    private const int SubBuffersInMemory = 8;
    private const int MostCpus = 8192; // NR_CPUS_RANGE_END of arch/x86/Kconfig, the largest of all
    private const int MemoryRatio = 64;
    private const long MemoryOfSmallFiles = 48 << 20;

    /// <summary>Bytes that a packed chunk of sub-buffers unpacks to.</summary>
    public static long MaxChunkBytes(int subBufferSizeBytes) => Math.Max(LeastChunkBytes, (long)SubBuffersInChunk * subBufferSizeBytes);

    /// <summary>Bytes that a CPU's packed data unpacks to in all.</summary>
    public static long MaxUnpackedBytes(long packedBytes, int cpus, int subBufferSizeBytes) =>
        (packedBytes * MaxPackRatio) + Math.Max(UnpackedBytesOfSmallFiles / Math.Max(1, cpus), (long)SubBuffersInChunk * subBufferSizeBytes);

    /// <summary>Unpacked bytes that all CPUs together keep at a time.</summary>
    public static long MaxHeldBytes(long fileBytes) => (fileBytes * HeldRatio) + HeldBytesOfSmallFiles;

    /// <summary>How many CPUs of a buffer are read side by side.</summary>
    public static int MaxCpus(int subBufferSizeBytes, long fileBytes) =>
        (int)Math.Min(MostCpus, ((fileBytes * MemoryRatio) + MemoryOfSmallFiles) / (((long)subBufferSizeBytes * SubBuffersInMemory) + CpuBytesInMemory));
}

using System.Collections.Immutable;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Control;

/// <summary>
/// <c>buffer_size_kb</c>, per CPU. What ftop chooses by itself is 16 MiB, which holds what one CPU can make in about 100 ms, but no more than 1/64 of
/// memory over all CPUs. Newer kernels record nothing while they resize, so a change while tracing costs events: see <see cref="BufferGrowth"/>.
/// </summary>
public sealed class BufferSize
{
    private const int GreatestChoiceKb = 16 << 10;
    private const int LeastChoiceKb = 64;
    private const int MemoryShare = 64;
    private const int GreatestMemoryShare = 16;
    private const string Differing = "X"; // what the file reads where CPUs differ, and cannot be written
    private readonly ControlFile _bufferSizeKb;
    private readonly ControlFile _subBufferSizeKb;
    private readonly ImmutableArray<ControlFile> _cpuBufferSizeKb;
    private readonly UndoJournal? _journal;
    private bool _areKept;

    /// <param name="directory">Of the buffer.</param>
    /// <param name="cpus">That have one.</param>
    /// <param name="journal">Keeps the old sizes; null where removing the instance undoes it.</param>
    internal BufferSize(string directory, ImmutableArray<int> cpus, UndoJournal? journal)
    {
        _bufferSizeKb = new ControlFile(Path.Combine(directory, "buffer_size_kb"));
        _subBufferSizeKb = new ControlFile(Path.Combine(directory, "buffer_subbuf_size_kb"));
        _cpuBufferSizeKb = [.. cpus.Select(cpu => new ControlFile(Path.Combine(directory, "per_cpu", $"cpu{cpu}", "buffer_size_kb")))];
        _journal = journal;
    }

    /// <summary>KiB per CPU now; where CPUs differ (<c>X</c>), 0.</summary>
    public int CurrentKb => int.TryParse(SavedValue.Tokens(_bufferSizeKb.Path, _bufferSizeKb.ReadText())[0], out int kb) ? kb : 0;

    /// <summary>Size of a sub-buffer in KiB; 0 where the kernel has no choice of it (before 6.8), then it is a page.</summary>
    public int SubBufferKb => _subBufferSizeKb.TryReadText(out string text) == 0 && int.TryParse(text, out int kb) ? kb : 0;

    /// <summary>What ftop takes unless it is told: see the class.</summary>
    public int ChooseKb() => ChooseKb(TotalMemoryKb(), Math.Max(1, _cpuBufferSizeKb.Length));

    /// <summary>What the buffers of all CPUs together may grow to in KiB: 1/16 of memory.</summary>
    public static long GreatestTotalKb => TotalMemoryKb() / GreatestMemoryShare;

    /// <summary>Sets the size of every CPU's buffer.</summary>
    /// <returns>The size the kernel now has, rounded up to whole sub-buffers.</returns>
    /// <exception cref="TracefsException">ENOMEM: the kernel looks at what memory is available before it takes any.</exception>
    public int Set(int kb) => Set(kb, kb);

    /// <summary>As <see cref="Set(int)"/>, but out of memory half is tried, and so on down to 64 KiB.</summary>
    /// <returns>The size the kernel now has; less than <paramref name="kb"/> where memory was short.</returns>
    /// <exception cref="TracefsException">Refused for another reason, or not even 64 KiB.</exception>
    public int SetOrLess(int kb) => Set(kb, LeastChoiceKb);

    /// <summary>Sets the size of one CPU's buffer.</summary>
    /// <returns>The size the kernel now has.</returns>
    /// <exception cref="TracefsException">As <see cref="Set(int)"/>.</exception>
    internal int SetCpu(int cpuIndex, int kb)
    {
        KeepSizes();
        ControlFile file = _cpuBufferSizeKb[cpuIndex];
        file.Write($"{kb}");
        return int.TryParse(file.ReadText(), out int nowKb) ? nowKb : kb;
    }

    internal static int ChooseKb(long totalMemoryKb, int cpus) => (int)Math.Clamp(totalMemoryKb / MemoryShare / cpus, LeastChoiceKb, GreatestChoiceKb);

    private int Set(int kb, int leastKb)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kb);
        KeepSizes();
        int tried = kb;
        int errno = _bufferSizeKb.TryWrite($"{tried}");
        while (errno is ErrnoNumber.NoMemory or ErrnoNumber.NoSpace && tried / 2 >= leastKb)
        {
            tried /= 2;
            errno = _bufferSizeKb.TryWrite($"{tried}");
        }

        return errno == 0 ? CurrentKb : throw Remedy.Explain(_bufferSizeKb.Path, $"write '{tried}'", errno);
    }

    private void KeepSizes()
    {
        if (_journal is null || _areKept)
        {
            return;
        }

        _areKept = true;
        foreach (ControlFile file in _bufferSizeKb.ReadText().Trim() == Differing ? _cpuBufferSizeKb : [_bufferSizeKb])
        {
            _journal.KeepValue(file);
        }
    }

    /// <summary>The board's memory in KiB, as <c>/proc/meminfo</c> has it; 0 where that cannot be read.</summary>
    public static long TotalMemoryKb()
    {
        // MemTotal:       24684532 kB
        int errno = new ControlFile("/proc/meminfo").TryReadText(out string text);
        string? line = errno == 0 ? text.Split('\n').FirstOrDefault(candidate => candidate.StartsWith("MemTotal:", StringComparison.Ordinal)) : null;
        string? number = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
        return long.TryParse(number, out long kb) ? kb : 0;
    }
}

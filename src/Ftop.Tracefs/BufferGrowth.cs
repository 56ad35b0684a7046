using Ftop.Decoding;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs;

/// <summary>
/// Doubles the buffer of a CPU that overran, until it holds what comes or the buffers of all CPUs have 1/16 of memory; never shrinks. A buffer that is
/// only nearly full is left: newer kernels record nothing while they resize, so growing it would lose for sure what otherwise only may be lost.
/// <see cref="Note"/> may run beside the rest; <see cref="Grow()"/> is for one caller at a time.
/// </summary>
public sealed class BufferGrowth
{
    /// <summary>Ticks between two steps of a CPU: the one in which it grew still counts what was lost before.</summary>
    internal const int RestTicks = 2;

    private readonly Func<int, int, int> _resize;
    private readonly long _mostKb;
    private readonly Cpu[] _cpus;
    private volatile bool _isWanted;

    /// <param name="source">Whose buffers grow.</param>
    /// <param name="bufferSize">Its size now.</param>
    public BufferGrowth(LiveSource source, BufferSize bufferSize)
        : this(source.SetBufferSize, source.Cpus.Length, bufferSize.CurrentKb, BufferSize.GreatestTotalKb)
    {
    }

    internal BufferGrowth(Func<int, int, int> resize, int cpus, int sizeKb, long mostKb)
    {
        _resize = resize;
        _mostKb = mostKb;
        _cpus = [.. Enumerable.Range(0, cpus).Select(_ => new Cpu { SizeKb = sizeKb })];
    }

    /// <summary>True while there is a CPU to be grown.</summary>
    public bool IsWanted => _isWanted;

    /// <summary>Size of a CPU's buffer in KiB.</summary>
    public int SizeKb(int cpuIndex) => _cpus[cpuIndex].SizeKb;

    /// <summary>What each CPU of another buffer would need to hold what comes here, in KiB, within the share of memory.</summary>
    public int EvenSizeKb => (int)Math.Min(_cpus.Max(cpu => cpu.SizeKb), _mostKb / _cpus.Length);

    /// <summary>How often a CPU's buffer was resized; each time, events may be missing that the kernel does not count.</summary>
    public int Resizes(int cpuIndex) => _cpus[cpuIndex].Resizes;

    /// <summary>Takes the kernel's counts of one CPU, once a tick.</summary>
    public void Note(int cpuIndex, in CpuStats stats)
    {
        Cpu cpu = _cpus[cpuIndex];
        bool hasOverrun = stats.Overrun > cpu.Overrun;
        cpu.Overrun = stats.Overrun;
        cpu.Ticks++;
        if (hasOverrun && !cpu.IsAtEnd && cpu.Ticks > RestTicks)
        {
            cpu.IsWanted = true;
            _isWanted = true;
        }
    }

    /// <summary>Doubles the buffers that overran.</summary>
    /// <returns>What was done, or why it cannot be, in a line for the operator; null if nothing was to be done.</returns>
    public string? Grow()
    {
        _isWanted = false;
        string[] lines = [.. Enumerable.Range(0, _cpus.Length).Where(index => _cpus[index].IsWanted).Select(Grow)];
        return lines.Length == 0 ? null : string.Join("; ", lines);
    }

    private string Grow(int cpuIndex)
    {
        Cpu cpu = _cpus[cpuIndex];
        (cpu.IsWanted, cpu.Ticks) = (false, 0);
        long allKb = _cpus.Sum(other => (long)other.SizeKb);
        if (allKb + cpu.SizeKb > _mostKb)
        {
            cpu.IsAtEnd = true;
            return $"buffer {cpuIndex} overran at {cpu.SizeKb} KiB, and all have their share of memory: --buffer-size sets another size";
        }

        try
        {
            cpu.SizeKb = _resize(cpuIndex, 2 * cpu.SizeKb);
            cpu.Resizes++;
            return $"buffer {cpuIndex} overran and has {cpu.SizeKb} KiB now";
        }
        catch (TracefsException e)
        {
            cpu.IsAtEnd = true;
            return $"buffer {cpuIndex} overran and cannot grow: {e.Message}";
        }
    }

    private sealed class Cpu
    {
        public int SizeKb { get; set; }

        public int Resizes { get; set; }

        public long Overrun { get; set; }

        public int Ticks { get; set; } = RestTicks;

        public bool IsWanted { get; set; }

        public bool IsAtEnd { get; set; }
    }
}

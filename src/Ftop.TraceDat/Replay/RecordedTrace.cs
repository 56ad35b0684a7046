using System.Collections.Immutable;
using System.Globalization;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat.Replay;

/// <summary>
/// A recording to be played: one buffer of a trace.dat, or a captured tree. Its texts are at hand, its sub-buffers stay in the files; one
/// <see cref="ReplaySource"/> at a time reads them.
/// </summary>
public sealed partial class RecordedTrace : IDisposable
{
    private readonly List<IDisposable> _files = [];
    private readonly List<string> _timeProblems = [];
    private SubBufferStore[] _subBuffers = [];
    private CpuStats[] _stats = [];
    private IReadOnlyList<string> _problems = [];

    private RecordedTrace(string path) => Path = path;

    /// <summary>File or directory.</summary>
    public string Path { get; }

    /// <summary>What is needed to understand its bytes.</summary>
    public TraceMetadata Metadata { get; private set; } = null!;

    /// <summary>What the text of its events needs.</summary>
    public TraceTextInput Input { get; private set; } = null!;

    /// <summary>The kernel's numbers of the CPUs with data, ascending.</summary>
    public ImmutableArray<int> Cpus { get; private set; } = [];

    /// <summary>Time of the first event, in units of the trace clock.</summary>
    public ulong Start { get; private set; }

    /// <summary>Time of the last event.</summary>
    public ulong End { get; private set; }

    /// <summary>The tracer that was on; empty where nothing tells, as in a trace.dat.</summary>
    public string Tracer { get; private set; } = "";

    /// <summary>The buffer's name: that of an instance, empty for the top-level one.</summary>
    public string Buffer { get; private set; } = "";

    /// <summary>Whether times are nanoseconds. The other clocks count, so that there are no windows of seconds.</summary>
    public bool TimeIsNs { get; private set; }

    /// <summary>From the trace clock to time since 1970, modulo 2^64; 0 where the recording does not tell.</summary>
    public ulong WallClockOffsetNs { get; private set; }

    /// <summary>Bytes of sub-buffers, unpacked.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>Whether <see cref="WallClockOffsetNs"/> leads to the wall clock. Where not, times are the trace clock's own.</summary>
    public bool HasDate { get; private set; }

    /// <summary>What could not be read or is not as it should be, a line each.</summary>
    public IReadOnlyList<string> Problems => _timeProblems.Count == 0 ? _problems : [.. _problems, .. _timeProblems];

    internal HeaderPage HeaderPage => Metadata.HeaderPage;

    /// <summary>Opens a trace.dat or a directory laid out as tracefs.</summary>
    /// <param name="path">File or directory.</param>
    /// <param name="buffer">Name of the instance whose buffer is wanted; null for the first buffer with events, the top-level one before others.</param>
    /// <exception cref="InvalidDataException">Nothing of it can be played; the message says why and what to do.</exception>
    /// <exception cref="TraceDatException">It is no trace.dat, or damaged before the first thing of use.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RecordedTrace Open(string path, string? buffer = null)
    {
        var trace = new RecordedTrace(path);
        try
        {
            if (Directory.Exists(path))
            {
                trace.ReadTree(buffer);
            }
            else
            {
                trace.ReadFile(buffer);
            }

            trace.SizeBytes = trace._subBuffers.Sum(cpu => cpu.Count) * trace.HeaderPage.SubBufferSizeBytes;
            trace.ContinueTimes();
            trace.FindTimes();
            return trace;
        }
        catch
        {
            trace.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable file in _files)
        {
            file.Dispose();
        }
    }

    /// <summary>A time from which on at most <paramref name="bytes"/> of sub-buffers lie before <paramref name="time"/>; 0 where all before it are fewer.</summary>
    public ulong TimeBefore(ulong time, long bytes)
    {
        ulong from = 0;
        foreach (RecordedCpu cpu in OpenCpus())
        {
            from = Math.Max(from, cpu.TimeBefore(time, bytes / Cpus.Length));
        }

        return Math.Min(from, time);
    }

    internal CpuStats StatsOf(int cpuIndex) => _stats[cpuIndex];

    internal RecordedCpu[] OpenCpus() => [.. _subBuffers.Select(cpu => new RecordedCpu(cpu, HeaderPage, End))];

    private void ContinueTimes()
    {
        for (int i = 0; i < Cpus.Length && TimeIsNs; i++)
        {
            List<TimeStep> steps = TimeStep.Find(_subBuffers[i], HeaderPage);
            if (steps.Count > 0)
            {
                _subBuffers[i].Continue(steps, HeaderPage);
                string often = steps.Count == 1 ? "" : $", and {steps.Count - 1} more times";
                _timeProblems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"time goes back on CPU {Cpus[i]}, from {steps[0].From / 1e9:F6} to {steps[0].To / 1e9:F6}{often}: what follows is shown {steps[0].ShiftNs / 1_000_000_000} s later, as if time had gone on"));
            }
        }
    }

    private void FindTimes()
    {
        Start = ulong.MaxValue;
        foreach (SubBufferStore cpu in _subBuffers)
        {
            Start = Math.Min(Start, FirstTimestamp(cpu));
            End = Math.Max(End, LastTimestamp(cpu));
        }

        if (Start == ulong.MaxValue)
        {
            throw new InvalidDataException($"{Path}: there is no event in {(Buffer.Length == 0 ? "it" : $"buffer {Buffer}")}");
        }

        End = Math.Max(Start, End);
    }

    private ulong FirstTimestamp(SubBufferStore cpu)
    {
        for (long index = 0; index < cpu.Count; index++)
        {
            var reader = new SubBufferReader(cpu.Read(index), HeaderPage);
            if (reader.TryReadNext(out EventRecord record))
            {
                return record.Timestamp;
            }
        }

        return ulong.MaxValue;
    }

    private ulong LastTimestamp(SubBufferStore cpu)
    {
        for (long index = cpu.Count - 1; index >= 0; index--)
        {
            var reader = new SubBufferReader(cpu.Read(index), HeaderPage);
            ulong last = 0;
            while (reader.TryReadNext(out EventRecord record))
            {
                last = record.Timestamp;
            }

            if (last != 0)
            {
                return last;
            }
        }

        return 0;
    }
}

using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ftop.Decoding.Formats;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Decoding.Text.Json;

/// <summary>
/// A recording as JSON trace events ("Trace Event Format"), which Perfetto's viewer and chrome://tracing open: system calls, traced functions and
/// interrupts as slices, what each CPU runs as slices of a track of its own, every other event as a mark with its fields. Times are microseconds with
/// three decimals, so that no nanosecond is lost; of a clock that counts, its ticks stand for nanoseconds. Begin and end of a slice are tied by what they are
/// (<see cref="OpenSlices"/>); where events were lost, all that may have ended meanwhile ends: what the CPU ran, its interrupts, and, since a task may have
/// gone to any CPU, the calls and functions of all tasks. An end without a begin is a mark.
/// </summary>
public sealed class TimelineJson : IDisposable
{
    // Beyond every pid: include/linux/threads.h PID_MAX_LIMIT.
    private const int CpusProcess = (1 << 22) + 1;
    private const int InterruptsProcess = CpusProcess + 1;

    // Functions beside the system calls that they run in: sys_enter lies within a function that returns before sys_exit.
    private const int FunctionThreads = 1 << 23;
    private const byte UsDecimals = 3;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly TraceWalk _walk;
    private readonly TextContext _context;
    private readonly SystemCallTable? _systemCalls;
    private readonly Track?[] _tracks = new Track?[ushort.MaxValue + 1];
    private readonly FieldJson?[] _fields = new FieldJson?[ushort.MaxValue + 1];
    private readonly Dictionary<int, RunningTask> _running = [];
    private readonly Dictionary<(int Process, int Thread), OpenSlices> _open = [];
    private readonly HashSet<(int Process, int Thread)> _withOpen = [];
    private readonly bool _hasFunctionTracks;
    private readonly HashSet<(int Process, int Thread)> _named = [];
    private readonly TextBuffer _scratch = new();
    private Utf8JsonWriter? _json;

    /// <param name="input">What is known besides the sub-buffers.</param>
    /// <param name="cpus">The kernel's number of each CPU, ascending, and its sub-buffers; not disposed.</param>
    /// <param name="selection">Which events are wanted; null for all.</param>
    public TimelineJson(TraceTextInput input, IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> cpus, TraceSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        _walk = new TraceWalk(input, cpus, selection);
        _context = new TextContext(input);
        _systemCalls = SystemCallsOf(_context);
        bool Occur(SliceKind kind) => input.Formats.Formats.Any(format => _walk.SeenTypes[format.Id] && Track.Of(format, _context, _systemCalls).Slice == kind);
        _hasFunctionTracks = Occur(SliceKind.Function) && (Occur(SliceKind.SystemCall) || Occur(SliceKind.RawSystemCall));
    }

    /// <summary>Events of all CPUs.</summary>
    public TraceTotals Totals => _walk.Totals;

    /// <summary>Appends what stands before the first event of the first buffer.</summary>
    public static void WriteStart(TextBuffer text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Append("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":"u8);
        text.AppendSigned(CpusProcess);
        text.Append(",\"args\":{\"name\":\"CPUs\"}},\n{\"ph\":\"M\",\"name\":\"process_name\",\"pid\":"u8);
        text.AppendSigned(InterruptsProcess);
        text.Append(",\"args\":{\"name\":\"Interrupts\"}}"u8);
    }

    /// <summary>Appends what stands behind the last event of the last buffer.</summary>
    public static void WriteEnd(TextBuffer text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Append("\n]}\n"u8);
    }

    /// <summary>Appends the next event, with the names of tracks that it is the first on; false at the end.</summary>
    public bool TryWriteNext(TextBuffer text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!_walk.TryMoveNext(out TraceEntry entry))
        {
            return false;
        }

        _json ??= new Utf8JsonWriter(text, Options);
        RunningTask running = RunningOn(entry.Cpu);
        if (_walk.Missed.Any)
        {
            EndAtLoss(entry, running, text);
        }

        running.LastTimestamp = entry.Timestamp;
        if (_context.Input.Formats.Find(entry.TypeId) is EventFormat format)
        {
            Write(entry, _tracks[entry.TypeId] ??= Track.Of(format, _context, _systemCalls), text);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json?.Dispose();
        _scratch.Dispose();
    }

    private static SystemCallTable? SystemCallsOf(TextContext context) =>
        context.Symbols.TryFindAddress("__x64_sys_read"u8, out _) ? SystemCallTable.Of(SystemCallAbi.X64)
        : context.Symbols.TryFindAddress("__arm64_sys_read"u8, out _) ? SystemCallTable.Of(SystemCallAbi.Arm64)
        : context.Symbols.TryFindAddress("__ia32_sys_read"u8, out _) ? SystemCallTable.Of(SystemCallAbi.X86)
        : context.Symbols.TryFindAddress("vector_swi"u8, out _) ? SystemCallTable.Of(SystemCallAbi.ArmEabi)
        : null;

    private void Write(in TraceEntry entry, Track track, TextBuffer text)
    {
        (int process, int thread) = track.IsInterrupt ? (InterruptsProcess, entry.Cpu) : TaskTrack(entry);
        thread += _hasFunctionTracks && track.Slice == SliceKind.Function ? FunctionThreads : 0;
        NameTrack(process, thread, entry, text);
        if (track.Kind == TrackKind.Switch)
        {
            WriteSwitch(entry, track, text);
            return;
        }

        if (track.Kind == TrackKind.Instant)
        {
            WriteItem("i"u8, process, thread, entry, track, text);
            return;
        }

        OpenSlices open = OpenOf(process, thread);
        ulong key = (ulong)track.Number(entry);
        int ended;
        ReadOnlySpan<byte> phase = "B"u8;
        if (track.Kind == TrackKind.Begin)
        {
            ended = open.Begin(track.Slice, key, track.Depth(entry));
            _withOpen.Add((process, thread));
        }
        else
        {
            phase = open.TryEnd(track.Slice, key, track.Depth(entry), out ended) ? "E"u8 : "i"u8;
        }

        WriteEnds(ended, process, thread, entry.Timestamp, text);
        open.LastTimestamp = entry.Timestamp;
        WriteItem(phase, process, thread, entry, track, text);
    }

    private void EndAtLoss(in TraceEntry entry, RunningTask running, TextBuffer text)
    {
        EndRun(entry.Cpu, running, running.LastTimestamp, text);
        running.Forget();
        foreach ((int process, int thread) in _withOpen)
        {
            OpenSlices open = OpenOf(process, thread);
            if (process != InterruptsProcess || thread == entry.Cpu)
            {
                WriteEnds(open.Clear(), process, thread, Math.Max(open.LastTimestamp, running.LastTimestamp), text);
            }
        }

        _withOpen.RemoveWhere(track => OpenOf(track.Process, track.Thread).IsEmpty);
    }

    private void WriteEnds(int count, int process, int thread, ulong timestamp, TextBuffer text)
    {
        for (; count > 0; count--)
        {
            Utf8JsonWriter json = Start("E"u8, process, thread, text);
            WriteTime(json, "ts"u8, timestamp);
            End(json);
        }
    }

    private OpenSlices OpenOf(int process, int thread)
    {
        ref OpenSlices? open = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, (process, thread), out _);
        return open ??= new OpenSlices();
    }

    private RunningTask RunningOn(int cpu)
    {
        ref RunningTask? running = ref CollectionsMarshal.GetValueRefOrAddDefault(_running, cpu, out _);
        return running ??= new RunningTask();
    }

    // Every CPU has an idle task, all of pid 0: one track each.
    private (int Process, int Thread) TaskTrack(in TraceEntry entry)
    {
        int tgid = _context.Input.Tasks.TgidOf(entry.Pid);
        return entry.Pid == 0 ? (0, entry.Cpu) : (tgid != 0 ? tgid : entry.Pid, entry.Pid);
    }

    private void NameTrack(int process, int thread, in TraceEntry entry, TextBuffer text)
    {
        if (!_named.Add((process, thread)))
        {
            return;
        }

        _scratch.Clear();
        if (process is CpusProcess or InterruptsProcess or 0)
        {
            _scratch.Append("CPU "u8);
            _scratch.AppendSigned(entry.Cpu);
        }
        else
        {
            _scratch.Append(_context.Input.Tasks.CommOf(entry.Pid));
        }

        _scratch.Append(thread >= FunctionThreads ? " functions"u8 : default);
        WriteMeta("thread_name"u8, process, thread, text);
        if (process is not (CpusProcess or InterruptsProcess) && _named.Add((process, -1)))
        {
            _scratch.Clear();
            _scratch.Append(_context.Input.Tasks.CommOf(process));
            WriteMeta("process_name"u8, process, thread, text);
        }
    }

    private void WriteMeta(ReadOnlySpan<byte> name, int process, int thread, TextBuffer text)
    {
        Utf8JsonWriter json = Start("M"u8, process, thread, text);
        json.WriteString("name"u8, name);
        json.WriteStartObject("args"u8);
        json.WriteString("name"u8, _scratch.Written);
        json.WriteEndObject();
        End(json);
    }

    private void WriteSwitch(in TraceEntry entry, Track track, TextBuffer text)
    {
        RunningTask running = RunningOn(entry.Cpu);
        if (running.IsKnown && !track.ContradictsPrevious(entry, running.Pid))
        {
            NameTrack(CpusProcess, entry.Cpu, entry, text);
            EndRun(entry.Cpu, running, entry.Timestamp, text);
        }

        _scratch.Clear();
        long pid = track.Number(entry);
        if (pid != 0)
        {
            track.WriteName(entry, _context, _scratch);
            _scratch.Append((byte)'-');
            _scratch.AppendSigned(pid);
        }

        running.Set(pid, _scratch.Written, entry.Timestamp);
    }

    private void EndRun(int cpu, RunningTask running, ulong end, TextBuffer text)
    {
        if (!running.IsKnown || end <= running.Since)
        {
            return;
        }

        Utf8JsonWriter json = Start("X"u8, CpusProcess, cpu, text);
        json.WriteString("name"u8, running.Name);
        WriteTime(json, "ts"u8, running.Since);
        WriteTime(json, "dur"u8, end - running.Since);
        End(json);
    }

    private void WriteItem(ReadOnlySpan<byte> phase, int process, int thread, in TraceEntry entry, Track track, TextBuffer text)
    {
        Utf8JsonWriter json = Start(phase, process, thread, text);
        WriteTime(json, "ts"u8, entry.Timestamp);
        json.WriteString("cat"u8, track.Format.System);
        if (phase[0] == 'B')
        {
            _scratch.Clear();
            track.WriteName(entry, _context, _scratch);
            json.WriteString("name"u8, _scratch.Written);
        }
        else if (phase[0] == 'i')
        {
            json.WriteString("s"u8, "t"u8);
            json.WriteString("name"u8, track.Format.Name);
        }

        FieldJson fields = _fields[entry.TypeId] ??= new FieldJson(track.Format, _context.BigEndian);
        json.WriteStartObject("args"u8);
        fields.Write(entry.Record, json);
        json.WriteEndObject();
        End(json);
    }

    private Utf8JsonWriter Start(ReadOnlySpan<byte> phase, int process, int thread, TextBuffer text)
    {
        text.Append(",\n"u8);
        Utf8JsonWriter json = _json!;
        json.Reset(text);
        json.WriteStartObject();
        json.WriteString("ph"u8, phase);
        json.WriteNumber("pid"u8, process);
        json.WriteNumber("tid"u8, thread);
        return json;
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, ulong ns) =>
        json.WriteNumber(name, new decimal((int)ns, (int)(ns >> 32), 0, isNegative: false, UsDecimals));
}

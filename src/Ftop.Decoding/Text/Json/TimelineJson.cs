using System.Text.Encodings.Web;
using System.Text.Json;
using Ftop.Decoding.Formats;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Decoding.Text.Json;

/// <summary>
/// A recording as JSON trace events ("Trace Event Format"), which Perfetto's viewer and chrome://tracing open: system calls, traced functions and
/// interrupts as slices, what each CPU runs as slices of a track of its own, every other event as a mark with its fields. Times are microseconds with
/// three decimals, so that no nanosecond is lost; of a clock that counts, its ticks stand for nanoseconds.
/// </summary>
public sealed class TimelineJson : IDisposable
{
    // Beyond every pid: include/linux/threads.h PID_MAX_LIMIT.
    private const int CpusProcess = (1 << 22) + 1;
    private const int InterruptsProcess = CpusProcess + 1;
    private const byte UsDecimals = 3;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly TraceWalk _walk;
    private readonly TextContext _context;
    private readonly SystemCallTable? _systemCalls;
    private readonly Track?[] _tracks = new Track?[ushort.MaxValue + 1];
    private readonly FieldJson?[] _fields = new FieldJson?[ushort.MaxValue + 1];
    private readonly Dictionary<int, (ulong Since, byte[] Name)> _running = [];
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
        NameTrack(process, thread, entry, text);
        switch (track.Kind)
        {
            case TrackKind.Switch:
                WriteSwitch(entry, track, text);
                return;
            case TrackKind.End:
                WriteSlice("E"u8, process, thread, entry, track, text);
                return;
            case TrackKind.Begin:
                WriteSlice("B"u8, process, thread, entry, track, text);
                return;
            default:
                WriteSlice("i"u8, process, thread, entry, track, text);
                return;
        }
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
        if (_running.TryGetValue(entry.Cpu, out (ulong Since, byte[] Name) before) && before.Name.Length > 0)
        {
            NameTrack(CpusProcess, entry.Cpu, entry, text);
            Utf8JsonWriter json = Start("X"u8, CpusProcess, entry.Cpu, text);
            json.WriteString("name"u8, before.Name);
            WriteTime(json, "ts"u8, before.Since);
            WriteTime(json, "dur"u8, entry.Timestamp - before.Since);
            End(json);
        }

        _scratch.Clear();
        long pid = track.Number(entry);
        if (pid != 0)
        {
            track.WriteName(entry, _context, _scratch);
            _scratch.Append((byte)'-');
            _scratch.AppendSigned(pid);
        }

        _running[entry.Cpu] = (entry.Timestamp, _scratch.Written.ToArray());
    }

    private void WriteSlice(ReadOnlySpan<byte> phase, int process, int thread, in TraceEntry entry, Track track, TextBuffer text)
    {
        Utf8JsonWriter json = Start(phase, process, thread, text);
        WriteTime(json, "ts"u8, entry.Timestamp);
        json.WriteString("cat"u8, track.Format.System);
        if (track.Kind == TrackKind.Begin)
        {
            _scratch.Clear();
            track.WriteName(entry, _context, _scratch);
            json.WriteString("name"u8, _scratch.Written);
        }
        else if (track.Kind == TrackKind.Instant)
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

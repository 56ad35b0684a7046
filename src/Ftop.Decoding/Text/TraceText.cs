using Ftop.Decoding.Filters;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Text.Events;
using Ftop.Decoding.Text.Graph;
using Ftop.Decoding.Text.Headers;

namespace Ftop.Decoding.Text;

/// <summary>
/// The text of tracefs' <c>trace</c> file, made from the ring buffer's bytes: header and lines, as the kernel of <see cref="TraceTextInput.Kernel"/>
/// prints them (<c>kernel/trace/trace.c print_trace_line</c>). Steps over the events of all CPUs by time; nothing is allocated for an event once every
/// type was seen.
/// <code>
/// var trace = new TraceText(input, cpus);
/// trace.WriteHeader(text);
/// while (trace.TryWriteNext(text)) { … }
/// </code>
/// </summary>
public sealed class TraceText
{
    private const int Prefixes = 64;

    private readonly TextContext _context;
    private readonly EventMerger _merger;
    private readonly CommonFields _common;
    private readonly EventTextTable _events;
    private readonly FlagsColumn _flags;
    private readonly GraphText _graph;
    private readonly HashSet<int> _startedCpus = [];
    private readonly BoundFilters? _filters;
    private readonly bool _isGraph;
    private readonly TraceTotals _totals;
    private readonly bool _timeIsNs;
    private readonly KeptText[] _prefixes = new KeptText[Prefixes];
    private KeptText _second;
    private int _startedLast = -1;
    private ulong _bufferStart;
    private bool _bufferStartKnown;
    private ulong _index;
    private ulong _selected;

    /// <summary>Counts all events, which reads every sub-buffer once, and goes before the first.</summary>
    /// <param name="input">What is known besides the sub-buffers.</param>
    /// <param name="cpus">The kernel's number of each CPU, ascending, and its sub-buffers; not disposed.</param>
    /// <param name="selection">Which events are printed, under a header that counts all.</param>
    public TraceText(TraceTextInput input, IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> cpus, TraceSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        _merger = new EventMerger(cpus, input, selection?.Cpus);
        _common = new CommonFields(input.Formats, input.HeaderPage.BigEndian);
        var seenTypes = new bool[ushort.MaxValue + 1];
        _totals = _merger.Count(seenTypes, _common.Type);
        if (input.Tracer.Length == 0)
        {
            input = input with { Tracer = TracerOf(seenTypes, input.Formats) };
        }

        _context = new TextContext(input);
        _timeIsNs = input.TimeIsNs;
        _events = new EventTextTable(_context);
        _flags = new FlagsColumn(input.Kernel, _common);
        _graph = new GraphText(_context, _flags, _events);
        _isGraph = !input.HasRawFields && (input.Tracer == "function_graph" || _context.Has(TextOption.DisplayGraph));
        if (input.Overrun is { } overrun)
        {
            _totals = _totals with { Missed = overrun, AnyMissed = overrun > 0 };
        }

        _filters = selection?.Bind(input);
        _bufferStartKnown = input.BufferStart is not null;
        _bufferStart = input.BufferStart ?? 0;
        _graph.BufferStart = _bufferStart;
        _merger.Start();
    }

    /// <summary>What the header says.</summary>
    public TraceTotals Totals => _totals with { Selected = _selected };

    /// <summary>Appends the lines that begin with <c>#</c>.</summary>
    public void WriteHeader(TextBuffer text)
    {
        ArgumentNullException.ThrowIfNull(text);
        new HeaderText(_context.Input, _flags).Write(text, _totals);
    }

    /// <summary>Appends the lines of the next event, none or several.</summary>
    /// <returns>False at the end.</returns>
    public bool TryWriteNext(TextBuffer text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!_merger.TryMoveNext())
        {
            return false;
        }

        CpuCursor cursor = _merger.Current;
        TraceEntry entry = _common.Read(cursor.CurrentRecord, _merger.Timestamp, cursor.Cpu);
        _index++;
        if (!_bufferStartKnown)
        {
            _bufferStartKnown = true;
            _bufferStart = entry.Timestamp;
            _graph.BufferStart = _bufferStart;
        }

        WriteMissed(text, cursor.CurrentMissed, entry.Cpu);
        if (_filters?.Accepts(entry) == false)
        {
            return true;
        }

        _selected++;
        if (_isGraph)
        {
            TraceEntry following = cursor.HasNext ? _common.Read(cursor.NextRecord, cursor.NextTimestamp, cursor.Cpu) : default;
            if (_graph.TryWrite(entry, following, cursor.HasNext, text, out bool takesFollowing))
            {
                if (takesFollowing)
                {
                    cursor.Take();
                    _index++;
                }

                return true;
            }
        }

        WriteLine(text, entry);
        return true;
    }

    private static string TracerOf(bool[] seenTypes, EventFormatTable formats)
    {
        bool Occurs(string name) => formats.Find("ftrace", name) is { } format && seenTypes[format.Id];
        return Occurs("funcgraph_entry") || Occurs("funcgraph_exit") ? "function_graph" : Occurs("function") ? "function" : "nop";
    }

    // A loss before the first event of a CPU is announced by WriteCpuStarted.
    private void WriteMissed(TextBuffer text, MissedEvents missed, int cpu)
    {
        if (!missed.Any || !_startedCpus.Contains(cpu))
        {
            return;
        }

        text.Append("CPU:"u8);
        text.AppendUnsigned((ulong)cpu);
        text.Append(" [LOST "u8);
        if (missed.Count is { } count)
        {
            text.AppendUnsigned(count);
            text.Append((byte)' ');
        }

        text.Append("EVENTS]\n"u8);
    }

    private void WriteLine(TextBuffer text, in TraceEntry entry)
    {
        EventText? body = _events.Find(entry.TypeId);
        if (_context.Has(TextOption.PrintkMsgOnly) && body is not null && body.TryWriteMessage(entry, text))
        {
            NoteStarted(entry.Cpu);
            return;
        }

        if (_context.Has(TextOption.Hex))
        {
            WriteHex(text, entry, body);
        }
        else if (_context.Has(TextOption.Raw))
        {
            WriteRaw(text, entry, body);
        }
        else
        {
            WriteFormatted(text, entry, body);
        }

        NoteStarted(entry.Cpu);
    }

    private void NoteStarted(int cpu)
    {
        if (_startedLast != cpu)
        {
            _startedLast = cpu;
            _startedCpus.Add(cpu);
        }
    }

    private void WriteFormatted(TextBuffer text, in TraceEntry entry, EventText? body)
    {
        if (body is BlkText blk && _context.Input.Tracer == "blk" && _context.Has(TextOption.BlkClassic))
        {
            blk.Write(entry, text, classic: true);
            return;
        }

        if (_context.Input.Tracer == "mmiotrace")
        {
            WriteMmiotrace(text, entry, body);
            return;
        }

        WriteCpuStarted(text, entry.Cpu);
        if (_context.Has(TextOption.ContextInfo))
        {
            WriteContext(text, entry);
        }

        if (body is null)
        {
            text.Append("Unknown type "u8);
            text.AppendUnsigned(entry.TypeId);
            text.Append((byte)'\n');
        }
        else if (_context.Has(TextOption.Fields))
        {
            body.WriteFields(entry, text);
        }
        else if (!_context.Input.HasRawFields && (_graph.Fields.IsEntry(entry.TypeId) || _graph.Fields.IsExit(entry.TypeId)))
        {
            _graph.TryWrite(entry, default, hasFollowing: false, text, out _);
        }
        else
        {
            body.Write(entry, text);
        }
    }

    private static void WriteMmiotrace(TextBuffer text, in TraceEntry entry, EventText? body)
    {
        if (body is MmiotraceText)
        {
            body.Write(entry, text);
        }
        else if (body is PrintText)
        {
            text.Append("MARK "u8);
            MmiotraceText.WriteTime(text, entry.Timestamp);
            body.TryWriteMessage(entry, text);
        }
    }

    private void WriteCpuStarted(TextBuffer text, int cpu)
    {
        // The kernel means to leave out the first line, and counts from 0: it leaves out two (trace.c test_cpu_buff_start).
        if (cpu != _startedLast && _totals.AnyMissed && _index > 2 && _context.Has(TextOption.Annotate) && !_startedCpus.Contains(cpu))
        {
            text.Append("##### CPU "u8);
            text.AppendUnsigned((ulong)cpu);
            text.Append(" buffer started ####\n"u8);
        }
    }

    private void WriteContext(TextBuffer text, in TraceEntry entry)
    {
        if (_context.Has(TextOption.LatencyFormat))
        {
            ulong next = _merger.TryPeek(out ulong timestamp) ? timestamp : entry.Timestamp;
            LatencyContext.Write(text, entry, _context, _flags, _bufferStart, next, _index);
            return;
        }

        WriteTask(text, entry.Pid, entry.Cpu);
        if (_context.Has(TextOption.IrqInfo))
        {
            _flags.Write(text, entry);
        }

        if (_context.Input.HasNsTimes && _timeIsNs)
        {
            TimeText.AppendNs(text, entry.Timestamp);
        }
        else
        {
            TimeText.Append(text, entry.Timestamp, _timeIsNs, ref _second);
        }

        text.AppendWord(':' | ((ulong)' ' << 8), 2);
    }

    // As most events of a CPU are of the task of the one before, what stands for both is kept.
    private void WriteTask(TextBuffer text, int pid, int cpu)
    {
        ref KeptText prefix = ref _prefixes[cpu & (Prefixes - 1)];
        ulong key = ((ulong)(uint)pid << 32) | (uint)cpu;
        if (prefix.TryAppend(text, key))
        {
            return;
        }

        int start = text.Length;
        text.AppendRight(_context.Input.Tasks.CommOf(pid), 16);
        text.Append((byte)'-');
        text.AppendSignedLeft(pid, 7);
        text.Append((byte)' ');
        if (_context.Has(TextOption.RecordTgid))
        {
            WriteTgid(text, pid);
        }

        text.Append((byte)'[');
        text.AppendUnsigned((ulong)cpu, 3, (byte)'0');
        text.Append("] "u8);
        prefix.Keep(text.Written[start..], key);
    }

    private void WriteTgid(TextBuffer text, int pid)
    {
        int tgid = _context.Input.Tasks.TgidOf(pid);
        if (tgid == 0)
        {
            text.Append("(-------) "u8);
            return;
        }

        text.Append((byte)'(');
        text.AppendSigned(tgid, 7);
        text.Append(") "u8);
    }

    private void WriteRaw(TextBuffer text, in TraceEntry entry, EventText? body)
    {
        if (_context.Has(TextOption.ContextInfo))
        {
            text.AppendSigned(entry.Pid);
            text.Append((byte)' ');
            text.AppendSigned(entry.Cpu);
            text.Append((byte)' ');
            text.AppendUnsigned(entry.Timestamp);
            text.Append((byte)' ');
        }

        if (body is not null)
        {
            body.WriteRaw(entry, text);
            return;
        }

        text.AppendUnsigned(entry.TypeId);
        text.Append(" ?\n"u8);
    }

    private void WriteHex(TextBuffer text, in TraceEntry entry, EventText? body)
    {
        if (_context.Has(TextOption.ContextInfo))
        {
            text.AppendHex((uint)entry.Pid, 8);
            text.Append((byte)' ');
            text.AppendHex((uint)entry.Cpu, 8);
            text.Append((byte)' ');
            text.AppendHex(entry.Timestamp, 16);
            text.Append((byte)' ');
        }

        body?.WriteHex(entry, text);
        text.Append((byte)'\n');
    }
}

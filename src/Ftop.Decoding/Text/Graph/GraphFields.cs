using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Graph;

/// <summary>Reads the events of function_graph: <c>funcgraph_entry</c>, <c>fgraph_retaddr_entry</c> and <c>funcgraph_exit</c>.</summary>
internal sealed class GraphFields
{
    private const string System = "ftrace";

    private readonly int _entryId;
    private readonly int _retaddrEntryId;
    private readonly int _exitId;
    private readonly EventField _entryFunc;
    private readonly EventField _entryDepth;
    private readonly EventField _retaddrFunc;
    private readonly EventField _retaddrDepth;
    private readonly EventField _retaddr;
    private readonly EventField _exitFunc;
    private readonly EventField _exitDepth;
    private readonly EventField _overrun;
    private readonly EventField _retval;
    private readonly EventField _calltime;
    private readonly EventField _rettime;
    private readonly EventField _packedCalltime;
    private readonly EventField _packedRettime;
    private readonly int _alignedBytes;

    public GraphFields(TextContext context)
    {
        EventFormatTable formats = context.Input.Formats;
        EventFormat? entry = formats.Find(System, "funcgraph_entry");
        EventFormat? retaddr = formats.Find(System, "fgraph_retaddr_entry");
        EventFormat? exit = formats.Find(System, "funcgraph_exit");
        _entryId = entry?.Id ?? -1;
        _retaddrEntryId = retaddr?.Id ?? -1;
        _exitId = exit?.Id ?? -1;
        if (entry is not null)
        {
            _entryFunc = context.Field(entry, "func");
            _entryDepth = context.Field(entry, "depth");
        }

        if (retaddr is not null)
        {
            _retaddrFunc = context.Field(retaddr, "func");
            _retaddrDepth = context.Field(retaddr, "depth");
            _retaddr = context.Field(retaddr, "retaddr");
        }

        if (exit is not null)
        {
            _exitFunc = context.Field(exit, "func");
            _exitDepth = context.Field(exit, "depth");
            _overrun = context.Field(exit, "overrun");
            _retval = context.Field(exit, "retval");
            _calltime = context.Field(exit, "calltime");
            _rettime = context.Field(exit, "rettime");

            // 32-bit kernels before 2026 state aligned places for the two times but write them packed, 4 bytes earlier.
            bool maybePacked = context.LongSizeBytes == 4 && _calltime.Offset % 8 == 0;
            _alignedBytes = maybePacked ? _rettime.Offset + sizeof(ulong) : 0;
            _packedCalltime = new EventField(ScalarField.At("calltime", _calltime.Offset - 4, sizeof(ulong)), context.BigEndian);
            _packedRettime = new EventField(ScalarField.At("rettime", _rettime.Offset - 4, sizeof(ulong)), context.BigEndian);
        }
    }

    public bool HasRetval => _retval.Exists;

    public bool IsEntry(ushort typeId) => typeId == _entryId || typeId == _retaddrEntryId;

    public bool IsExit(ushort typeId) => typeId == _exitId;

    public ulong Func(in TraceEntry entry) => IsExit(entry.TypeId) ? _exitFunc.Unsigned(entry.Record)
        : entry.TypeId == _entryId ? _entryFunc.Unsigned(entry.Record)
        : _retaddrFunc.Unsigned(entry.Record);

    public int Depth(in TraceEntry entry) => (int)(IsExit(entry.TypeId) ? _exitDepth.Integer(entry.Record)
        : entry.TypeId == _entryId ? _entryDepth.Integer(entry.Record)
        : _retaddrDepth.Integer(entry.Record));

    /// <summary>Where the function returns to; 0 where that was not recorded.</summary>
    public ulong Retaddr(in TraceEntry entry) => entry.TypeId == _retaddrEntryId ? _retaddr.Unsigned(entry.Record) : 0;

    public ulong Retval(in TraceEntry exit) => _retval.Unsigned(exit.Record);

    public ulong Overrun(in TraceEntry exit) => _overrun.Unsigned(exit.Record);

    /// <summary>Trace-clock units between call and return.</summary>
    public ulong Duration(in TraceEntry exit)
    {
        bool packed = exit.Record.Length < _alignedBytes;
        return packed
            ? _packedRettime.Unsigned(exit.Record) - _packedCalltime.Unsigned(exit.Record)
            : _rettime.Unsigned(exit.Record) - _calltime.Unsigned(exit.Record);
    }
}

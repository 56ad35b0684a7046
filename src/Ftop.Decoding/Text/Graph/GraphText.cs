using System.Globalization;
using Ftop.Decoding.Text.Events;

namespace Ftop.Decoding.Text.Graph;

/// <summary>
/// function_graph's indented form (<c>kernel/trace/trace_functions_graph.c</c>):
/// <code>
///  0)               |  x64_sys_call() {
///  0)   0.827 us    |    _raw_spin_lock();
///  0) + 19.963 us   |  }
/// </code>
/// </summary>
internal sealed partial class GraphText
{
    private const int Indent = 2;
    private const int MaxDepth = 512;

    private readonly TextContext _context;
    private readonly FlagsColumn _flags;
    private readonly EventTextTable _events;
    private readonly Dictionary<int, GraphCpuState> _states = [];
    private readonly ulong _interruptStart;
    private readonly ulong _interruptEndToExcl;
    private readonly int _cpuDigits;

    public GraphText(TextContext context, FlagsColumn flags, EventTextTable events)
    {
        _context = context;
        _flags = flags;
        _events = events;
        Fields = new GraphFields(context);
        _cpuDigits = Math.Max(1, (context.Input.CpuCount - 1).ToString(CultureInfo.InvariantCulture).Length);
        if (context.Symbols.TryFindAddress("__irqentry_text_start"u8, out ulong start)
            && context.Symbols.TryFindAddress("__irqentry_text_end"u8, out ulong end))
        {
            (_interruptStart, _interruptEndToExcl) = (start, end);
        }
    }

    public GraphFields Fields { get; }

    /// <summary>Zero of the relative times that latency tracers show.</summary>
    public ulong BufferStart { get; set; }

    /// <summary>Writes the lines of one event.</summary>
    /// <param name="entry">Any event.</param>
    /// <param name="following">The next event on the same CPU.</param>
    /// <param name="hasFollowing">Whether there is one.</param>
    /// <param name="text">Where to.</param>
    /// <param name="takesFollowing">True if the following event was written too: it is the return of a call without inner calls.</param>
    /// <returns>False for stacks and function events, which have lines of their own.</returns>
    public bool TryWrite(in TraceEntry entry, in TraceEntry following, bool hasFollowing, TextBuffer text, out bool takesFollowing)
    {
        takesFollowing = false;
        GraphCpuState state = State(entry.Cpu);
        if (Fields.IsEntry(entry.TypeId))
        {
            WriteEntry(entry, following, hasFollowing, state, text, out takesFollowing);
            return true;
        }

        if (Fields.IsExit(entry.TypeId))
        {
            WriteReturn(entry, state, text);
            return true;
        }

        EventText? other = _events.Find(entry.TypeId);
        if (other is null or KernelStackText or FunctionText)
        {
            return false;
        }

        WriteComment(entry, other, state, text);
        return true;
    }

    private void WriteEntry(
        in TraceEntry entry, in TraceEntry following, bool hasFollowing, GraphCpuState state, TextBuffer text, out bool takesFollowing)
    {
        takesFollowing = false;
        ulong func = Fields.Func(entry);
        int depth = Fields.Depth(entry);
        if (LeavesOutEntry(state, func, depth))
        {
            return;
        }

        WritePrologue(entry, state, text, func);
        takesFollowing = hasFollowing && Fields.IsExit(following.TypeId) && following.Pid == entry.Pid && Fields.Func(following) == func;
        if (takesFollowing)
        {
            state.Depth = depth - 1;
            Remember(state, depth, 0);
            WriteDuration(text, Fields.Duration(following));
            WriteIndent(text, depth);
            WriteFunction(text, func);
            text.Append("();"u8);
            WriteReturnComment(entry, following, leaf: true, text);
            text.Append((byte)'\n');
            WriteInterruptMark(entry, text, func, entering: false);
            return;
        }

        state.Depth = depth;
        Remember(state, depth, func);
        WriteNoDuration(text);
        WriteIndent(text, depth);
        WriteFunction(text, func);
        text.Append("() {"u8);
        if (Has(TextOption.FuncgraphRetaddr) && Fields.Retaddr(entry) is not 0 and ulong retaddr)
        {
            text.Append(" /* <-"u8);
            _context.Symbols.AppendIp(text, retaddr, _context.Options | TextOption.SymOffset);
            text.Append(" */"u8);
        }

        text.Append((byte)'\n');
    }

    private void WriteReturn(in TraceEntry exit, GraphCpuState state, TextBuffer text)
    {
        ulong func = Fields.Func(exit);
        int depth = Fields.Depth(exit);
        if (LeavesOutReturn(state, depth))
        {
            return;
        }

        state.Depth = depth - 1;
        bool entered = depth is < 0 or >= GraphCpuState.MaxDepth || state.EnterFuncs[depth] == func;
        Remember(state, depth, 0);
        WritePrologue(exit, state, text, null);
        WriteDuration(text, Fields.Duration(exit));
        WriteIndent(text, depth);
        text.Append((byte)'}');
        if (Has(TextOption.FuncgraphRetval) && Fields.HasRetval)
        {
            WriteReturnComment(exit, exit, leaf: false, text);
        }
        else if (!entered || Has(TextOption.FuncgraphTail))
        {
            text.Append(" /* "u8);
            WriteFunction(text, func);
            text.Append(" */"u8);
        }

        text.Append((byte)'\n');
        if (Has(TextOption.FuncgraphOverrun))
        {
            text.Append(" (Overruns: "u8);
            text.AppendUnsigned(Fields.Overrun(exit));
            text.Append(")\n"u8);
        }

        WriteInterruptMark(exit, text, func, entering: false);
    }

    private void WriteComment(in TraceEntry entry, EventText other, GraphCpuState state, TextBuffer text)
    {
        WritePrologue(entry, state, text, null);
        WriteNoDuration(text);
        if (state.Depth > 0)
        {
            WriteIndent(text, state.Depth + 1);
        }

        text.Append("/* "u8);
        if (!other.TryWriteMessage(entry, text))
        {
            other.Write(entry, text);
        }

        if (text.Length > 0 && text.Written[^1] == '\n')
        {
            text.Truncate(text.Length - 1);
        }

        text.Append(" */\n"u8);
    }

    private bool LeavesOutEntry(GraphCpuState state, ulong func, int depth)
    {
        if (Has(TextOption.FuncgraphIrqs))
        {
            return false;
        }

        if (state.InterruptDepth >= 0)
        {
            return true;
        }

        if (!IsInterrupt(func))
        {
            return false;
        }

        state.InterruptDepth = depth;
        return true;
    }

    private bool LeavesOutReturn(GraphCpuState state, int depth)
    {
        if (Has(TextOption.FuncgraphIrqs) || state.InterruptDepth == -1)
        {
            return false;
        }

        if (state.InterruptDepth >= depth)
        {
            state.InterruptDepth = -1;
        }

        return true;
    }

    private static void Remember(GraphCpuState state, int depth, ulong func)
    {
        if (depth is >= 0 and < GraphCpuState.MaxDepth)
        {
            state.EnterFuncs[depth] = func;
        }
    }

    private bool IsInterrupt(ulong func) => func >= _interruptStart && func < _interruptEndToExcl;

    private bool Has(TextOption option) => _context.Has(option);

    private GraphCpuState State(int cpu)
    {
        if (!_states.TryGetValue(cpu, out GraphCpuState? state))
        {
            state = new GraphCpuState();
            _states[cpu] = state;
        }

        return state;
    }
}

namespace Ftop.Decoding.Text;

/// <summary>
/// The settings of <c>trace_options</c> that change the text of <c>trace</c> (<c>kernel/trace/trace.h TRACE_FLAGS</c>, and the options of the
/// function, function_graph and blk tracers). Named as there: <c>SymOffset</c> is <c>sym-offset</c>.
/// </summary>
[Flags]
public enum TextOption : ulong
{
    /// <summary>None set.</summary>
    None = 0,

    /// <summary>Function lines end with <c>&lt;-caller</c>.</summary>
    PrintParent = 1ul << 0,

    /// <summary>Symbols with <c>+offset/size</c>.</summary>
    SymOffset = 1ul << 1,

    /// <summary>Symbols with <c>&lt;address&gt;</c>.</summary>
    SymAddr = 1ul << 2,

    /// <summary>Argument types of system calls, long action names of blk, the long form of latency lines; no column header.</summary>
    Verbose = 1ul << 3,

    /// <summary>Numbers instead of text.</summary>
    Raw = 1ul << 4,

    /// <summary>Hexadecimal numbers instead of text.</summary>
    Hex = 1ul << 5,

    /// <summary>A line where the first event of a CPU comes whose older events were overwritten.</summary>
    Annotate = 1ul << 6,

    /// <summary>Task, CPU, flags and time before each event.</summary>
    ContextInfo = 1ul << 7,

    /// <summary>Times from the buffer's start, and a mark for the distance to the next event.</summary>
    LatencyFormat = 1ul << 8,

    /// <summary>A column for the thread group.</summary>
    RecordTgid = 1ul << 9,

    /// <summary>The flags column.</summary>
    IrqInfo = 1ul << 10,

    /// <summary>trace_printk's events without the caller.</summary>
    PrintkMsgOnly = 1ul << 11,

    /// <summary>All fields by name instead of the print fmt.</summary>
    Fields = 1ul << 12,

    /// <summary>User addresses as object and offset, where the task still lives. Nothing recorded tells the object.</summary>
    SymUserobj = 1ul << 13,

    /// <summary>Latency tracers in the form of function_graph.</summary>
    DisplayGraph = 1ul << 14,

    /// <summary>A line with the number of calls that were too deep.</summary>
    FuncgraphOverrun = 1ul << 15,

    /// <summary>The CPU column.</summary>
    FuncgraphCpu = 1ul << 16,

    /// <summary>A mark before long durations.</summary>
    FuncgraphOverhead = 1ul << 17,

    /// <summary>The task column.</summary>
    FuncgraphProc = 1ul << 18,

    /// <summary>The duration column.</summary>
    FuncgraphDuration = 1ul << 19,

    /// <summary>The time column.</summary>
    FuncgraphAbstime = 1ul << 20,

    /// <summary>Calls made in interrupts.</summary>
    FuncgraphIrqs = 1ul << 21,

    /// <summary>The function's name behind its closing brace.</summary>
    FuncgraphTail = 1ul << 22,

    /// <summary>The return value.</summary>
    FuncgraphRetval = 1ul << 23,

    /// <summary>Return values always in hexadecimal.</summary>
    FuncgraphRetvalHex = 1ul << 24,

    /// <summary>The address returned to.</summary>
    FuncgraphRetaddr = 1ul << 25,

    /// <summary>The blktrace form, without context.</summary>
    BlkClassic = 1ul << 26,

    /// <summary>What a kernel has set after boot.</summary>
    Default = PrintParent | Annotate | ContextInfo | IrqInfo | FuncgraphCpu | FuncgraphOverhead | FuncgraphDuration | FuncgraphIrqs,
}

namespace Ftop.Aggregation.Events;

/// <summary>What an event means for the counts; decided once per event id, from its format.</summary>
internal enum EventKind : byte
{
    /// <summary>No format is known for the id (yet).</summary>
    Unknown,

    /// <summary>Counted by id and pid alone.</summary>
    Other,

    /// <summary>Not counted but in interrupts: for tasks that are left out.</summary>
    LeftOut,

    /// <summary><c>raw_syscalls:sys_enter</c>.</summary>
    RawSystemCallEnter,

    /// <summary><c>raw_syscalls:sys_exit</c>.</summary>
    RawSystemCallExit,

    /// <summary><c>syscalls:sys_enter_NAME</c>: taken where raw_syscalls is not on, as both tell of the same calls.</summary>
    SystemCallEnter,

    /// <summary><c>syscalls:sys_exit_NAME</c>.</summary>
    SystemCallExit,

    /// <summary><c>ftrace:function</c>.</summary>
    Function,

    /// <summary><c>ftrace:func_repeats</c>: stands for as many calls as it says.</summary>
    FunctionRepeats,

    /// <summary><c>ftrace:funcgraph_exit</c>. The entry (<c>funcgraph_entry</c>, <c>fgraph_retaddr_entry</c>) is <see cref="Other"/>: the exit says it all.</summary>
    GraphExit,

    /// <summary>Counted like <see cref="Other"/>, or like what <see cref="EventLayout.Meaning"/> says, and has rules of measures.</summary>
    Measured,

    /// <summary>Carries the name of a task, and is counted like <see cref="Other"/>.</summary>
    TaskName,
}

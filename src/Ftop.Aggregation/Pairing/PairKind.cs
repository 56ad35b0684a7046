namespace Ftop.Aggregation.Pairing;

/// <summary>What happened, for what needs the order of all CPUs.</summary>
internal enum PairKind : byte
{
    /// <summary>A system call began.</summary>
    SystemCallEnter,

    /// <summary>A system call returned.</summary>
    SystemCallExit,

    /// <summary>A function under function_graph returned.</summary>
    GraphExit,

    /// <summary>Functions under function_graph at one depth returned, whose sum this is.</summary>
    GraphCallees,

    /// <summary>A span of a measure began, ended or was given up: <see cref="SpanRecord"/>.</summary>
    Span,

    /// <summary>What comes next of this CPU is missing: nothing that is open can be trusted. <see cref="PairRecord.Pid"/> is the CPU's index.</summary>
    LossBegin,

    /// <summary>The CPU's records are whole again.</summary>
    LossEnd,
}

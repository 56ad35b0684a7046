namespace Ftop.Decoding.Text.Graph;

/// <summary>Where function_graph's text stands on one CPU (<c>kernel/trace/trace_functions_graph.c struct fgraph_cpu_data</c>).</summary>
internal sealed class GraphCpuState
{
    /// <summary>FTRACE_RETFUNC_DEPTH: functions that a task's shadow stack holds.</summary>
    public const int MaxDepth = 50;

    /// <summary>−1 before the first line.</summary>
    public int LastPid { get; set; } = -1;

    /// <summary>Of the latest line; comments stand one deeper.</summary>
    public int Depth { get; set; }

    /// <summary>Depth at which an interrupt began whose calls are left out; −1 outside.</summary>
    public int InterruptDepth { get; set; } = -1;

    /// <summary>The functions that were entered, by depth.</summary>
    public ulong[] EnterFuncs { get; } = new ulong[MaxDepth];
}

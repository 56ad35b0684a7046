using System.Text;

namespace Ftop.Decoding.Text.Headers;

/// <summary>The column titles of function_graph, by its options (<c>kernel/trace/trace_functions_graph.c __print_graph_headers_flags</c>).</summary>
internal sealed class GraphHeader(TraceOption options)
{
    public void Append(StringBuilder header)
    {
        bool latency = Has(TraceOption.LatencyFormat);
        if (latency)
        {
            AppendLatency(header);
        }

        header.Append('#');
        AppendIf(header, TraceOption.FuncgraphAbstime, "     TIME       ");
        AppendIf(header, TraceOption.DisplayGraph, "   REL TIME     ");
        AppendIf(header, TraceOption.FuncgraphCpu, " CPU");
        AppendIf(header, TraceOption.FuncgraphProc, "  TASK/PID       ");
        header.Append(latency ? "||||   " : "");
        AppendIf(header, TraceOption.FuncgraphDuration, "  DURATION   ");
        header.Append("               FUNCTION CALLS\n#");
        AppendIf(header, TraceOption.FuncgraphAbstime, "      |         ");
        AppendIf(header, TraceOption.DisplayGraph, "      |         ");
        AppendIf(header, TraceOption.FuncgraphCpu, " |  ");
        AppendIf(header, TraceOption.FuncgraphProc, "   |    |        ");
        header.Append(latency ? "||||   " : "");
        AppendIf(header, TraceOption.FuncgraphDuration, "   |   |      ");
        header.Append("               |   |   |   |\n");
    }

    private void AppendLatency(StringBuilder header)
    {
        int size = (Has(TraceOption.FuncgraphAbstime) ? 16 : 0) + (Has(TraceOption.DisplayGraph) ? 16 : 0)
            + (Has(TraceOption.FuncgraphCpu) ? 4 : 0) + (Has(TraceOption.FuncgraphProc) ? 17 : 0);
        string space = new(' ', size);
        header.Append($"#{space}  _-----=> irqs-off        \n");
        header.Append($"#{space} / _----=> need-resched    \n");
        header.Append($"#{space}| / _---=> hardirq/softirq \n");
        header.Append($"#{space}|| / _--=> preempt-depth   \n");
        header.Append($"#{space}||| /                      \n");
    }

    private void AppendIf(StringBuilder header, TraceOption option, string title) => header.Append(Has(option) ? title : "");

    private bool Has(TraceOption option) => (options & option) != 0;
}

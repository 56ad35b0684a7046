using System.Text;

namespace Ftop.Decoding.Text.Headers;

/// <summary>The column titles of function_graph, by its options (<c>kernel/trace/trace_functions_graph.c __print_graph_headers_flags</c>).</summary>
internal sealed class GraphHeader(TextOption options)
{
    public void Append(StringBuilder header)
    {
        bool latency = Has(TextOption.LatencyFormat);
        if (latency)
        {
            AppendLatency(header);
        }

        header.Append('#');
        AppendIf(header, TextOption.FuncgraphAbstime, "     TIME       ");
        AppendIf(header, TextOption.DisplayGraph, "   REL TIME     ");
        AppendIf(header, TextOption.FuncgraphCpu, " CPU");
        AppendIf(header, TextOption.FuncgraphProc, "  TASK/PID       ");
        header.Append(latency ? "||||   " : "");
        AppendIf(header, TextOption.FuncgraphDuration, "  DURATION   ");
        header.Append("               FUNCTION CALLS\n#");
        AppendIf(header, TextOption.FuncgraphAbstime, "      |         ");
        AppendIf(header, TextOption.DisplayGraph, "      |         ");
        AppendIf(header, TextOption.FuncgraphCpu, " |  ");
        AppendIf(header, TextOption.FuncgraphProc, "   |    |        ");
        header.Append(latency ? "||||   " : "");
        AppendIf(header, TextOption.FuncgraphDuration, "   |   |      ");
        header.Append("               |   |   |   |\n");
    }

    private void AppendLatency(StringBuilder header)
    {
        int size = (Has(TextOption.FuncgraphAbstime) ? 16 : 0) + (Has(TextOption.DisplayGraph) ? 16 : 0)
            + (Has(TextOption.FuncgraphCpu) ? 4 : 0) + (Has(TextOption.FuncgraphProc) ? 17 : 0);
        string space = new(' ', size);
        header.Append($"#{space}  _-----=> irqs-off        \n");
        header.Append($"#{space} / _----=> need-resched    \n");
        header.Append($"#{space}| / _---=> hardirq/softirq \n");
        header.Append($"#{space}|| / _--=> preempt-depth   \n");
        header.Append($"#{space}||| /                      \n");
    }

    private void AppendIf(StringBuilder header, TextOption option, string title) => header.Append(Has(option) ? title : "");

    private bool Has(TextOption option) => (options & option) != 0;
}

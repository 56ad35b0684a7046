using System.Text;

namespace Ftop.Decoding.Text.Headers;

/// <summary>Writes the lines with <c>#</c> that head the text of <c>trace</c> (<c>kernel/trace/trace.c s_show, trace_default_header</c>).</summary>
internal sealed class HeaderText(TraceTextInput input, FlagsColumn flags)
{
    private const string Rule = "# --------------------------------------------------------------------\n";

    private bool Graph => input.Tracer == "function_graph" || Has(TextOption.DisplayGraph);

    public void Write(TextBuffer text, TraceTotals totals)
    {
        var header = new StringBuilder($"# tracer: {input.Tracer}\n#\n");
        switch (input.Tracer)
        {
            case "blk":
                header.Append(Has(TextOption.BlkClassic) ? "# DEV   CPU TIMESTAMP     PID ACT FLG\n#  |     |     |           |   |   |\n" : "");
                break;
            case "osnoise":
                TracerHeaders.AppendOsnoise(header, flags.Columns, input.Kernel.IsRealTime);
                break;
            case "timerlat":
                TracerHeaders.AppendTimerlat(header, flags.Columns, input.Kernel.IsRealTime);
                break;
            case "branch":
                TracerHeaders.AppendBranch(header);
                break;
            case "mmiotrace":
                TracerHeaders.AppendMmiotrace(header);
                break;
            default:
                if (Has(TextOption.ContextInfo))
                {
                    AppendColumns(header, totals);
                }

                break;
        }

        text.Append(Encoding.UTF8.GetBytes(header.ToString()));
    }

    private void AppendColumns(StringBuilder header, TraceTotals totals)
    {
        if (Graph)
        {
            if (Has(TextOption.LatencyFormat))
            {
                AppendLatency(header, totals);
            }

            new GraphHeader(input.Options).Append(header);
        }
        else if (Has(TextOption.LatencyFormat))
        {
            AppendLatency(header, totals);
            if (!Has(TextOption.Verbose))
            {
                AppendLatencyColumns(header);
            }
        }
        else if (!Has(TextOption.Verbose))
        {
            AppendDefault(header, totals);
        }
    }

    private void AppendDefault(StringBuilder header, TraceTotals totals)
    {
        bool tgid = Has(TextOption.RecordTgid);
        header.Append($"# entries-in-buffer/entries-written: {totals.Entries}/{totals.Entries + totals.Missed}   #P:{input.CpuCount}\n#\n");
        if (!Has(TextOption.IrqInfo))
        {
            header.Append($"#           TASK-PID    {(tgid ? "   TGID   " : "")} CPU#     TIMESTAMP  FUNCTION\n");
            header.Append($"#              | |     {(tgid ? "     |    " : "")}    |         |         |\n");
            return;
        }

        string space = new(' ', tgid ? 12 : 2);
        if (flags.Columns == 7)
        {
            AppendLazy(header, space, tgid);
            return;
        }

        bool bottomHalf = input.Kernel.IsAtLeast(5, 18);
        header.Append($"#                            {space}  _-----=> irqs-off{(bottomHalf ? "/BH-disabled" : "")}\n");
        header.Append($"#                            {space} / _----=> need-resched\n");
        header.Append($"#                            {space}| / _---=> hardirq/softirq\n");
        header.Append($"#                            {space}|| / _--=> preempt-depth\n");
        if (flags.Columns == 5)
        {
            header.Append($"#                            {space}||| / _-=> migrate-disable\n");
            header.Append($"#                            {space}|||| /     delay\n");
            header.Append($"#           TASK-PID  {(tgid ? "     TGID   " : "  ")} CPU#  |||||  TIMESTAMP  FUNCTION\n");
            header.Append($"#              | |    {(tgid ? "       |    " : "  ")}   |   |||||     |         |\n");
        }
        else
        {
            header.Append($"#                            {space}||| /     delay\n");
            header.Append($"#           TASK-PID  {(tgid ? "     TGID   " : "  ")} CPU#  ||||   TIMESTAMP  FUNCTION\n");
            header.Append($"#              | |    {(tgid ? "       |    " : "  ")}   |   ||||      |         |\n");
        }
    }

    // As the patches of real-time kernels have it.
    private static void AppendLazy(StringBuilder header, string space, bool tgid)
    {
        header.Append($"#                            {space}  _-------=> irqs-off\n");
        header.Append($"#                            {space} / _------=> need-resched\n");
        header.Append($"#                            {space}| / _-----=> need-resched-lazy\n");
        header.Append($"#                            {space}|| / _----=> hardirq/softirq\n");
        header.Append($"#                            {space}||| / _---=> preempt-depth\n");
        header.Append($"#                            {space}|||| / _--=> preempt-lazy-depth\n");
        header.Append($"#                            {space}||||| / _-=> migrate-disable\n");
        header.Append($"#                            {space}|||||| /     delay\n");
        header.Append($"#           TASK-PID  {(tgid ? "     TGID   " : "  ")} CPU#  |||||||  TIMESTAMP  FUNCTION\n");
        header.Append($"#              | |    {(tgid ? "       |    " : "  ")}   |   |||||||      |         |\n");
    }

    private void AppendLatency(StringBuilder header, TraceTotals totals)
    {
        header.Append($"# {input.Tracer} latency trace v1.1.5 on {input.Kernel.Release}\n");
        header.Append(Rule);
        header.Append($"# latency: 0 us, #{totals.Entries}/{totals.Entries + totals.Missed}, CPU#{input.ReaderCpu} | ");
        header.Append($"(M:{input.PreemptModel} VP:0, KP:0, SP:0 HP:0 #P:{input.CpuCount})\n");
        header.Append("#    -----------------\n");
        header.Append("#    | task: -0 (uid:0 nice:0 policy:0 rt_prio:0)\n");
        header.Append("#    -----------------\n#\n");
    }

    private void AppendLatencyColumns(StringBuilder header) => header.Append(flags.Columns == 7
        ? "#                    _--------=> CPU#            \n"
        + "#                   / _-------=> irqs-off        \n"
        + "#                  | / _------=> need-resched    \n"
        + "#                  || / _-----=> need-resched-lazy\n"
        + "#                  ||| / _----=> hardirq/softirq \n"
        + "#                  |||| / _---=> preempt-depth   \n"
        + "#                  ||||| / _--=> preempt-lazy-depth\n"
        + "#                  |||||| / _-=> migrate-disable \n"
        + "#                  ||||||| /     delay           \n"
        + "#  cmd     pid     |||||||| time  |   caller     \n"
        + "#     \\   /        ||||||||  \\    |    /       \n"
        : "#                    _------=> CPU#            \n"
        + "#                   / _-----=> irqs-off/BH-disabled\n"
        + "#                  | / _----=> need-resched    \n"
        + "#                  || / _---=> hardirq/softirq \n"
        + "#                  ||| / _--=> preempt-depth   \n"
        + "#                  |||| / _-=> migrate-disable \n"
        + "#                  ||||| /     delay           \n"
        + "#  cmd     pid     |||||| time  |   caller     \n"
        + "#     \\   /        ||||||  \\    |    /       \n");

    private bool Has(TextOption option) => (input.Options & option) != 0;
}

using System.Text;

namespace Ftop.Decoding.Text.Headers;

/// <summary>Column titles of the tracers that have their own (<c>kernel/trace/trace_osnoise.c, trace_branch.c, trace_mmiotrace.c</c>).</summary>
internal static class TracerHeaders
{
    private const string Flags4 =
        "#                                _-----=> irqs-off\n"
        + "#                               / _----=> need-resched\n"
        + "#                              | / _---=> hardirq/softirq\n";

    // With CONFIG_PREEMPT_RT, though the lines below have five columns still.
    private const string Flags7 =
        "#                                _-------=> irqs-off\n"
        + "#                               / _------=> need-resched\n"
        + "#                              | / _-----=> need-resched-lazy\n"
        + "#                              || / _----=> hardirq/softirq\n"
        + "#                              ||| / _---=> preempt-depth\n"
        + "#                              |||| / _--=> preempt-lazy-depth\n"
        + "#                              ||||| / _-=> migrate-disable\n";

    public static void AppendOsnoise(StringBuilder header, int flagColumns, bool isRealTime)
    {
        if (isRealTime)
        {
            header.Append(Flags7);
            header.Append("#                              |||||| /                                               MAX\n");
            header.Append("#                              ||||| /                                             SINGLE      Interference counters:\n");
            header.Append("#                              |||||||               RUNTIME      NOISE  %% OF CPU  NOISE    +-----------------------------+\n");
            header.Append("#           TASK-PID      CPU# |||||||   TIMESTAMP    IN US       IN US  AVAILABLE  IN US     HW    NMI    IRQ   SIRQ THREAD\n");
            header.Append("#              | |         |   |||||||      |           |             |    |            |      |      |      |      |      |\n");
            return;
        }

        header.Append(Flags4);
        if (flagColumns == 4)
        {
            header.Append("#                              || / _--=> preempt-depth                            MAX\n");
            header.Append("#                              || /                                             SINGLE      Interference counters:\n");
            header.Append("#                              ||||               RUNTIME      NOISE  %% OF CPU  NOISE    +-----------------------------+\n");
            header.Append("#           TASK-PID      CPU# ||||   TIMESTAMP    IN US       IN US  AVAILABLE  IN US     HW    NMI    IRQ   SIRQ THREAD\n");
            header.Append("#              | |         |   ||||      |           |             |    |            |      |      |      |      |      |\n");
            return;
        }

        header.Append("#                              || / _--=> preempt-depth\n");
        header.Append("#                              ||| / _-=> migrate-disable     MAX\n");
        header.Append("#                              |||| /     delay               SINGLE      Interference counters:\n");
        header.Append("#                              |||||              RUNTIME      NOISE  %% OF CPU  NOISE    +-----------------------------+\n");
        header.Append("#           TASK-PID      CPU# |||||  TIMESTAMP    IN US       IN US  AVAILABLE  IN US     HW    NMI    IRQ   SIRQ THREAD\n");
        header.Append("#              | |         |   |||||     |           |             |    |            |      |      |      |      |      |\n");
    }

    public static void AppendTimerlat(StringBuilder header, int flagColumns, bool isRealTime)
    {
        if (isRealTime)
        {
            header.Append(Flags7);
            header.Append("#                              |||||| /\n");
            header.Append("#                              |||||||             ACTIVATION\n");
            header.Append("#           TASK-PID      CPU# |||||||   TIMESTAMP    ID            CONTEXT                LATENCY\n");
            header.Append("#              | |         |   |||||||      |         |                  |                       |\n");
            return;
        }

        header.Append(Flags4);
        header.Append("#                              || / _--=> preempt-depth\n");
        if (flagColumns == 4)
        {
            header.Append("#                              || /\n");
            header.Append("#                              ||||             ACTIVATION\n");
            header.Append("#           TASK-PID      CPU# ||||   TIMESTAMP    ID            CONTEXT                LATENCY\n");
            header.Append("#              | |         |   ||||      |         |                  |                       |\n");
            return;
        }

        header.Append("#                              ||| / _-=> migrate-disable\n");
        header.Append("#                              |||| /     delay\n");
        header.Append("#                              |||||            ACTIVATION\n");
        header.Append("#           TASK-PID      CPU# |||||   TIMESTAMP   ID            CONTEXT                 LATENCY\n");
        header.Append("#              | |         |   |||||      |         |                  |                       |\n");
    }

    public static void AppendBranch(StringBuilder header) => header.Append(
        "#           TASK-PID    CPU#    TIMESTAMP  CORRECT  FUNC:FILE:LINE\n"
        + "#              | |       |          |         |       |\n");

    public static void AppendMmiotrace(StringBuilder header) => header.Append("VERSION 20070824\n");
}

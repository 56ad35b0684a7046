using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>Idle states of each CPU: how often it goes there, how long it stays (include/trace/events/power.h; <c>PWR_EVENT_EXIT</c> is the way out).</summary>
internal static class Idle
{
    private const string Event = "power:cpu_idle";
    private const string IsExit = "state == 4294967295";
    private const string IsEnter = "state != 4294967295";

    private static readonly Match Cpu = Match.By("cpu_id");

    public static ViewDefinition View { get; } = new("idle", "Idle states", "idle states of each CPU: how often, how long")
    {
        Needs = [Event],
        NeedsConfig = "CONFIG_CPU_IDLE",
        Measure = new Measure(
            "idle",
            End(Event, Cpu) with { When = IsExit },
            Begin(Event, Cpu, new KeyField("cpu", "cpu_id"), KeyField.Of("state")) with { When = IsEnter }),
        Columns = [Key("CPU STATE"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}

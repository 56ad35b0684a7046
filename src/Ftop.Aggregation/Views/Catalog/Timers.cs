using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>High-resolution timers by function: how often they expire, how long the function runs (include/trace/events/timer.h).</summary>
internal static class Timers
{
    private static readonly Match Timer = Match.By("hrtimer");

    public static ViewDefinition View { get; } = new("timers", "Timers", "hrtimers by function: how often, how long they run")
    {
        Needs = ["timer:hrtimer_expire_entry", "timer:hrtimer_expire_exit"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measure = new Measure("timers", Begin("timer:hrtimer_expire_entry", Timer, KeyField.Of("function")), End("timer:hrtimer_expire_exit", Timer)),
        Columns = [Key("TIMER FUNCTION"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}

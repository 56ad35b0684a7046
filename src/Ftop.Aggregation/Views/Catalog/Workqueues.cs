using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>Work items by function: how often, how long they ran (include/trace/events/workqueue.h).</summary>
internal static class Workqueues
{
    private static readonly Match Work = Match.By("work");

    public static ViewDefinition View { get; } = new("workqueues", "Work queues", "work items by function: how often, how long they run")
    {
        Needs = ["workqueue:workqueue_execute_start", "workqueue:workqueue_execute_end"],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measure = new Measure("workqueues", Begin("workqueue:workqueue_execute_start", Work, KeyField.Of("function")), End("workqueue:workqueue_execute_end", Work)),
        Columns = [Key("FUNCTION"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}

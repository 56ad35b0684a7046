using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>Requests to block devices by device and operation, from issue to completion (include/trace/events/block.h). One that is queued again begins anew.</summary>
internal static class Block
{
    private static readonly Match Request = Match.By("dev", "sector");

    public static ViewDefinition View { get; } = new("block", "Block requests", "requests to block devices: how often, how much, how long")
    {
        Needs = ["block:block_rq_issue", "block:block_rq_complete", "block:block_rq_requeue"],
        NeedsConfig = "CONFIG_BLOCK",
        Measure = new Measure(
            "block",
            Begin("block:block_rq_issue", Request, KeyField.Of("dev"), new KeyField("op", "rwbs")) with { Sum = "bytes" },
            Release("block:block_rq_requeue", Request),
            End("block:block_rq_complete", Request)),
        Columns = [Key("DEVICE OP"), PerSec, BytesPerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}

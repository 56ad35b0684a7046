using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Requests to block devices by device and operation, from issue to completion (include/trace/events/block.h). One that is queued again begins
/// anew; one that is merged into another goes with it. Devices without requests of their own (zram, md, device mapper) have bios, from queue to completion; a bio that gets a
/// request, is merged or split is none of those. Requests are counted where they are issued, as their completion comes in an interrupt of any task; bios where they end.
/// </summary>
internal static class Block
{
    private const int SectorBytes = 512; // include/linux/blk_types.h SECTOR_SIZE

    private static readonly Match Request = Match.By("dev", "sector");
    private static readonly KeyField[] Row = [KeyField.Of("dev"), new KeyField("op", "rwbs")];

    public static ViewDefinition View { get; } = new("block", "Block I/O", "requests to block devices: how often, how much, how long, how many at once")
    {
        Digit = 8,
        Needs = ["block:block_rq_issue", "block:block_rq_complete", "block:block_rq_requeue"],
        Also =
        [
            "block:block_rq_merge", "block:block_bio_queue", "block:block_bio_complete", "block:block_getrq", "block:block_bio_backmerge", "block:block_bio_frontmerge", "block:block_split",
        ],
        NeedsConfig = "CONFIG_BLOCK",
        Measures =
        [
            new Measure(
                "block",
                Begin("block:block_rq_issue", Request, [.. Row]) with { Sum = "bytes" },
                Release("block:block_rq_requeue", Request),
                Release("block:block_rq_merge", Request),
                End("block:block_rq_complete", Request))
            {
                SharesTime = true,
                By = ["bytes"],
            },
            new Measure(
                "bios",
                Begin("block:block_bio_queue", Request, [.. Row]),
                Release("block:block_getrq", Request),
                Release("block:block_bio_backmerge", Request),
                Release("block:block_bio_frontmerge", Request),
                Release("block:block_split", Request),
                End("block:block_bio_complete", Request, [.. Row]) with { Sum = "nr_sector", SumUnit = SectorBytes })
            {
                SharesTime = true,
                By = ["nr_sector"],
                Word = "bio",
            },
        ],
        Columns = [Key("DEVICE OP"), PerSec, BytesPerSec, .. OfSpans, Depth, PerSec10, PerSec60, Total],
    };
}

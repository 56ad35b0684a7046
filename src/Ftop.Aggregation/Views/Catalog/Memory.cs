using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Memory of the kernel by who asks for it (include/trace/events/kmem.h): how often, how much, how long it is kept, and how many pieces are not given back since the view is on.
/// Pages by order.
/// </summary>
internal static class Memory
{
    private static readonly Match Piece = Match.By("ptr");
    private static readonly Match Page = Match.By("pfn");

    // Kernels before 6.1 have those of a node apart.
    private static readonly string[] OfNodes = ["kmem:kmalloc_node", "kmem:kmem_cache_alloc_node"];

    public static ViewDefinition View { get; } = new("memory", "Kernel memory", "memory by who asks for it: how often, how much, how long, not given back")
    {
        Needs = ["kmem:kmalloc", "kmem:kmem_cache_alloc", "kmem:kfree", "kmem:kmem_cache_free", "kmem:mm_page_alloc", "kmem:mm_page_free", "kmem:mm_page_free_batched"],
        Also = [.. OfNodes],
        NeedsConfig = "CONFIG_TRACEPOINTS",
        Measures =
        [
            new Measure(
                "memory",
                [
                    .. ((string[])["kmem:kmalloc", "kmem:kmem_cache_alloc", .. OfNodes]).Select(name => Begin(name, Piece, new KeyField("caller", "call_site")) with { Sum = "bytes_alloc" }),
                    End("kmem:kfree", Piece),
                    End("kmem:kmem_cache_free", Piece),
                ])
            {
                By = ["bytes_alloc", "gfp_flags"],
            },
            new Measure(
                "pages",
                Begin("kmem:mm_page_alloc", Page, KeyField.Of("order")),
                End("kmem:mm_page_free", Page),
                End("kmem:mm_page_free_batched", Page))
            {
                Word = "pages of order",
                By = ["gfp_flags"],
            },
        ],
        Columns = [Key("CALLER"), PerSec, BytesPerSec, InFlight, P50Ns, P99Ns, MaxNs, AvgNs, TotalNs, PerSec10, PerSec60, Total],
    };
}

using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Page faults by task, those of programs and those of the kernel on their behalf, and where in the kernel (include/trace/events/exceptions.h). No event tells major ones from
/// minor ones: filemap:mm_filemap_fault comes before the page cache is looked at (mm/filemap.c filemap_fault), and pages that come back from swap have none.
/// </summary>
internal static class Faults
{
    private const string User = "exceptions:page_fault_user";
    private const string Kernel = "exceptions:page_fault_kernel";

    public static ViewDefinition View { get; } = new("faults", "Page faults", "page faults by task, and where in the kernel: how often")
    {
        Needs = [User, Kernel],
        NeedsConfig = "CONFIG_TRACEPOINTS of x86 and RISC-V",
        Measures =
        [
            new Measure("faults", Count(User, KeyField.Task, KeyField.Is("mode", "user")), Count(Kernel, KeyField.Task, KeyField.Is("mode", "kernel")))
            {
                By = ["ip", "error_code"],
            },
            new Measure("at", Count(Kernel, new KeyField("at", "ip"))) { Word = "at", By = ["address"] },
        ],
        Columns = [Key("TASK MODE"), PerSec, PerSec10, PerSec60, Total],
    };
}

using Ftop.Aggregation.Measures;
using Ftop.Decoding.Formats;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Probes: a return is tied to the entry of the same function by the task and the function's address, which the kernel puts into both (kernel/trace/trace_probe_tmpl.h
/// <c>FIELD_STRING_IP</c>, <c>FIELD_STRING_FUNC</c>), so that nobody has to say which belong together. A return has a row of its own besides: it may be there alone.
/// </summary>
internal static class Probes
{
    private const string All = ProbeSystem.Alias + ":*";
    private const string AddressOfEntry = "__probe_ip";
    private const string AddressOfFunction = "__probe_func";

    private static readonly KeyField Probe = new("probe", KeyField.EventField);

    private static Measure Measure { get; } = new(
        "probes",
        Begin(All, Match.By(KeyField.TaskField, AddressOfEntry), Probe),
        End(All, Match.By(KeyField.TaskField, AddressOfFunction)),
        Count(All, Probe) with { When = $"{AddressOfFunction} != 0" });

    public static ViewDefinition View { get; } = new("probes", "Probes", "probes of --probe and K: how often, and how long from entry to return")
    {
        Also = [ProbeSystem.Alias],
        NeedsConfig = "CONFIG_KPROBE_EVENTS or CONFIG_UPROBE_EVENTS",
        Measure = Measure,
        Columns = [Key("PROBE"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}

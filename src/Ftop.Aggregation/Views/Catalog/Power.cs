using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Frequencies of CPUs and how long they last (include/trace/events/power.h), and changes of regulators, clocks, thermal zones and cooling devices by name, as far as the kernel has
/// them (regulator.h, clk.h, thermal.h). Idle states are <see cref="Idle"/>'s.
/// </summary>
internal static class Power
{
    private const string Frequency = "power:cpu_frequency";

    private static readonly Match Cpu = Match.By("cpu_id");

    private static readonly (string Event, string Name, string What)[] Changes =
    [
        ("regulator:regulator_enable_complete", "name", "on"),
        ("regulator:regulator_disable_complete", "name", "off"),
        ("regulator:regulator_set_voltage_complete", "name", "voltage"),
        ("clk:clk_enable_complete", "name", "on"),
        ("clk:clk_disable_complete", "name", "off"),
        ("clk:clk_set_rate_complete", "name", "rate"),
        ("thermal:thermal_temperature", "thermal_zone", "temperature"),
        ("thermal:thermal_zone_trip", "thermal_zone", "trip"),
        ("thermal:cdev_update", "type", "cooling"),
    ];

    public static ViewDefinition View { get; } = new("power", "Power", "frequencies of CPUs, regulators, clocks, thermal zones: changes, how long they last")
    {
        Needs = [Frequency],
        Also = [.. Changes.Select(change => change.Event)],
        NeedsConfig = "CONFIG_CPU_FREQ",
        Measures =
        [
            new Measure("power", End(Frequency, Cpu), Begin(Frequency, Cpu, new KeyField("cpu", "cpu_id"), new KeyField("khz", "state"))) { Word = "frequency" },
            new Measure("changes", [.. Changes.Select(change => Count(change.Event, new KeyField("name", change.Name), KeyField.Is("what", change.What)))]),
        ],
        Columns = [Key("WHAT"), PerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };
}

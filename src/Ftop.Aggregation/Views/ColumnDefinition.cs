using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Views;

/// <summary>One column of a view that is a measure.</summary>
/// <inheritdoc/>
public sealed record ColumnDefinition(string Id, string Title, ColumnUnit Unit, int DropOrder, Func<MeasureRow, double?> Value)
    : TableColumn<MeasureRow>(Id, Title, Unit, DropOrder, Value)
{
    /// <summary>Of a column of one of several joined measures: which one, and the id of the column that it is there; null of others.</summary>
    public (int Measure, string Id)? Joins { get; init; }

    /// <summary>What the row is.</summary>
    public static ColumnDefinition Key(string title) => new("key", title, ColumnUnit.Key, 0, static _ => null)
    {
        Width = (16, 32),
        Order = static (left, right) => string.CompareOrdinal(left.Name, right.Name),
        Parts = [new(static row => row.Name)],
    };

    /// <summary>How often.</summary>
    public static ColumnDefinition PerSec { get; } = new("perSec", "COUNT/S", ColumnUnit.PerSec, 0, static row => row.Rates.PerSec);

    /// <summary>How often, as a count in JSON and text.</summary>
    public static ColumnDefinition InWindow { get; } = new("count", "COUNT/S", ColumnUnit.PerWindow, 0, static row => row.Rates.Count);

    /// <summary>How often, over 10 s.</summary>
    public static ColumnDefinition PerSec10 { get; } = new("perSec10", "10s", ColumnUnit.PerSec10, 8, static row => row.Rates.PerSec10);

    /// <summary>How often, over 60 s.</summary>
    public static ColumnDefinition PerSec60 { get; } = new("perSec60", "60s", ColumnUnit.PerSec60, 9, static row => row.Rates.PerSec60);

    /// <summary>How often since the start.</summary>
    public static ColumnDefinition Total { get; } = new("total", "TOTAL", ColumnUnit.SinceStart, 5, static row => row.Rates.SinceStart);

    /// <summary>How long all of them took, in the window.</summary>
    public static ColumnDefinition TotalNs { get; } = new("totalNs", "TIME", ColumnUnit.Duration, 6, static row => row.Latency?.TotalNs);

    /// <summary>Average duration.</summary>
    public static ColumnDefinition AvgNs { get; } = new("avgNs", "AVG", ColumnUnit.Duration, 7, static row => row.Latency is { Samples: > 0 } known ? known.TotalNs / known.Samples : null);

    /// <summary>Median duration.</summary>
    public static ColumnDefinition P50Ns { get; } = new("p50Ns", "P50", ColumnUnit.Duration, 4, static row => row.Latency?.P50Ns);

    /// <summary>99th percentile of durations.</summary>
    public static ColumnDefinition P99Ns { get; } = new("p99Ns", "P99", ColumnUnit.Duration, 1, static row => row.Latency?.P99Ns);

    /// <summary>Longest duration.</summary>
    public static ColumnDefinition MaxNs { get; } = new("maxNs", "MAX", ColumnUnit.Duration, 2, static row => row.Latency?.MaxNs);

    /// <summary>Begun, and not ended yet.</summary>
    public static ColumnDefinition InFlight { get; } = new("inFlight", "OPEN", ColumnUnit.Count, 3, static row => row.InFlight);

    /// <summary>Bytes, where they are what is summed up.</summary>
    public static ColumnDefinition BytesPerSec { get; } = new("sumPerSec", "BYTES/S", ColumnUnit.BytesPerSec, 0, static row => row.Sum?.PerSec);

    /// <summary>What is summed up, whatever it is.</summary>
    public static ColumnDefinition SumPerSec { get; } = new("sumPerSec", "SUM/S", ColumnUnit.BytesPerSec, 0, static row => row.Sum?.PerSec);

    /// <summary>What spans have, in the order of the screen.</summary>
    public static IEnumerable<ColumnDefinition> OfSpans { get; } = [P50Ns, P99Ns, MaxNs, AvgNs, TotalNs, InFlight];

    /// <summary>Time of spans that lies in the window.</summary>
    public static ColumnDefinition WithinNs { get; } = new("withinNs", "TIME", ColumnUnit.Duration, 0, static row => row.WithinNs);

    /// <summary>How many were under way at once, on average over the window.</summary>
    public static ColumnDefinition Depth { get; } = new("depth", "DEPTH", ColumnUnit.Average, 2, static row => row is { WithinNs: long within, WindowNs: > 0 } ? (double)within / row.WindowNs : null);

    /// <summary>The CPU that it hits most.</summary>
    public static ColumnDefinition TopCpu { get; } = new("topCpu", "CPU", ColumnUnit.Count, 1, static row => row.TopCpu?.Cpu);

    /// <summary>Share of that CPU's time.</summary>
    public static ColumnDefinition TopCpuPercent { get; } = new("topCpuPercent", "CPU%", ColumnUnit.Percent, 0, static row => row.TopCpu?.Percent);

    /// <summary>Every column of numbers, each id once, in the order of the screen.</summary>
    internal static IEnumerable<ColumnDefinition> Numbers { get; } = [PerSec, TopCpu, TopCpuPercent, SumPerSec, .. OfSpans, WithinNs, Depth, InWindow, PerSec10, PerSec60, Total];

    /// <summary>The same of one of the joined measures of a view.</summary>
    /// <param name="measure">Its index.</param>
    /// <param name="id">In JSON.</param>
    /// <param name="title">Above the column.</param>
    /// <param name="dropOrder">When it goes where a screen is narrow.</param>
    public ColumnDefinition Of(int measure, string id, string title, int dropOrder) =>
        this with { Id = id, Joins = (measure, Id), Title = title, TextTitle = Unit == ColumnUnit.PerWindow ? id : title.ToLowerInvariant(), DropOrder = dropOrder, Value = row => row.Of(measure) is MeasureRow joined ? Value(joined) : null };
}

using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// What a row is made of, by task, CPU or a field of its events, from the moment on that it is looked at; it costs nothing before:
/// <code>
/// measured 12.0s          COUNT  SHARE     P99
/// dd-7214                 1.23k    98%  12.3µs
/// </code>
/// </summary>
internal sealed class BreakdownPage(Screen screen, string word, Measure measure) : DetailPage
{
    private const int MostRows = 200;
    private const int NumbersWidth = 23;
    private MeasureTable? _table;

    /// <summary>By task, by CPU and by what else tells of its events, but for what the row is already.</summary>
    /// <param name="screen">Where it is shown.</param>
    /// <param name="measure">What the row is of.</param>
    /// <param name="key">The row's.</param>
    public static IEnumerable<DetailPage> Of(Screen screen, Measure measure, ulong key) => Of(screen, measure, by => measure.BrokenDown(key, by));

    /// <summary>The same of all that a measure has, which is one row.</summary>
    public static IEnumerable<DetailPage> Of(Screen screen, Measure measure) => Of(screen, measure, measure.BrokenDown);

    private static IEnumerable<DetailPage> Of(Screen screen, Measure measure, Func<KeyField, Measure> breakDown)
    {
        if (!measure.Key.Any(static field => field.IsTask))
        {
            yield return new BreakdownPage(screen, "task", breakDown(KeyField.Task));
        }

        if (!measure.Key.Contains(KeyField.Cpu))
        {
            yield return new BreakdownPage(screen, "CPU", breakDown(KeyField.Cpu));
        }

        // Those that this kernel's events have.
        MeasureTable? table = screen.Window?.Measures.FirstOrDefault(table => table.Measure == measure);
        foreach (string field in measure.By.Where(field => table is not null && table.Fields.Contains(field)))
        {
            yield return new BreakdownPage(screen, field, breakDown(KeyField.Of(field)));
        }
    }

    public override string Title => $"by {word}";

    public override bool IsThere => true;

    public override Measure? Measured => measure;

    public override void Refresh() => _table = screen.Window?.Measures.FirstOrDefault(table => table.Measure == measure);

    public override void Write(List<TextLine> lines, int width)
    {
        if (_table is not MeasureTable table)
        {
            lines.Add(new TextLine("counting begins with the next window", ThemeRole.Dim));
            return;
        }

        int room = Math.Max(1, width - NumbersWidth);
        string sec = Quantity.Text(to => Quantity.Duration((long)(table.MeasuredSec * 1e9), screen.Look.IsAscii, to));
        lines.Add(new TextLine($"{Cut($"measured {sec}", room)}{"COUNT",7} {"SHARE",6} {(measure.HasSpans ? "P99" : ""),7}", ThemeRole.Dim));
        double all = Math.Max(1, table.Rows.Sum(static row => row.Rates.SinceStart));
        foreach (MeasureRow row in table.Rows.OrderByDescending(static row => row.Rates.SinceStart).Take(MostRows))
        {
            string count = Quantity.Text(to => Quantity.Count(row.Rates.SinceStart, to));
            string p99 = row.Latency is LatencySummary latency ? Quantity.Text(to => Quantity.Duration(latency.P99Ns, screen.Look.IsAscii, to)) : "";
            lines.Add(new TextLine($"{Cut(SafeText.Of(row.Name), room)}{count,7} {row.Rates.SinceStart * 100 / all,5:F0}% {p99,7}"));
        }
    }

    // In the middle: begin and end tell tasks apart.
    private string Cut(string text, int room) => text.Length < room ? text.PadRight(room)
        : room < 4 ? text[..room]
        : $"{text[..((room - 2) / 2)]}{screen.Look.Cut}{text[^(room - 2 - ((room - 2) / 2))..]} ";
}

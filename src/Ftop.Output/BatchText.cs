using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Views.Tables;
using Ftop.Aggregation.Windows;

namespace Ftop.Output;

/// <summary>
/// A block of aligned text for each window, ended by an empty line; ASCII but for names, which are made safe for a terminal.
/// <code>
/// ftop - 00:00:01 UTC  window 1.000 s  tracer nop  events raw_syscalls sched:sched_switch
/// events 12345  12345.0/s  missed 0  overrun 0  dropped 0  ftop 1.2 %CPU 23.4 MiB
/// events  per sec  missed  overrun  dropped  CPU
///   6000   6000.0       0        0        0  0
/// </code>
/// Lines of notices stand behind the first: what others changed about the trace. After a loss the line of the total says so and every rate of the block carries <c>&gt;=</c>.
/// </summary>
public sealed class BatchText(TextWriter output, params ImmutableArray<ViewDefinition> views) : IBatchFormat
{
    private const int MostRows = 10;

    /// <inheritdoc/>
    public void Write(WindowSnapshot window)
    {
        var text = new StringBuilder();
        AppendHeader(text, window);
        AppendTotal(text, window);
        if (window.IsQuiet)
        {
            output.Write($"{text}no event for {window.WindowSec:F3} s\n\n");
            output.Flush();
            return;
        }

        Append(text, CpuTable.Table, window);
        Append(text, SystemCallTable.Table, window);
        Append(text, FunctionTable.Table, window);
        Append(text, EventTable.Table, window);
        Append(text, ProcessTable.Table, window);
        foreach (ViewDefinition view in views)
        {
            AppendView(text, view, window);
        }

        if (window.IsTruncated)
        {
            text.Append("a table reached its bound: rare rows are missing\n");
        }

        text.Append('\n');
        output.Write(text.ToString());
        output.Flush();
    }

    private static void AppendHeader(StringBuilder text, WindowSnapshot window)
    {
        text.Append($"ftop - {TimeOf(window)}  window {window.WindowSec:F3} s");
        text.Append(window.Tracer.Length > 0 ? $"  tracer {PlainText.Of(window.Tracer)}" : "");
        text.Append(window.Events.IsDefault ? "\n" : $"  events {(window.Events.IsEmpty ? "none" : string.Join(' ', window.Events.Select(PlainText.Of)))}\n");
        foreach (string notice in window.Notices)
        {
            text.Append($"NOTICE  {PlainText.Of(notice)}\n");
        }
    }

    private static string TimeOf(WindowSnapshot window) => window.ClockTime switch
    {
        null => $"{window.Time.UtcDateTime:HH:mm:ss} UTC",
        { IsNs: true, Units: ulong ns } => string.Create(CultureInfo.InvariantCulture, $"trace clock {ns / 1_000_000_000}.{ns % 1_000_000_000 / 1000:D6}"),
        { Units: ulong ticks } => string.Create(CultureInfo.InvariantCulture, $"trace clock {ticks}"),
    };

    private static void AppendTotal(StringBuilder text, WindowSnapshot window)
    {
        WindowTotal total = window.Total;
        text.Append($"events {total.Events}  {Rate(window, total.EventsPerSec)}/s  missed {total.Missed}  overrun {total.Overrun}  dropped {total.Dropped}");
        if (total.CorruptSubBuffers > 0)
        {
            text.Append($"  corrupt sub-buffers {total.CorruptSubBuffers}");
        }

        text.Append(window.IsLowerBound ? $"  LOST {total.Lost}{(total.SeenPercent is double seen ? $", {seen:F0} % seen" : "")}: counts and rates are lower bounds" : "");
        text.Append(window.Self is SelfUse self ? $"  ftop {self.CpuPercent:F1} %CPU {self.RssBytes / 1048576.0:F1} MiB\n" : "\n");
        (string What, long Count)[] asides = [.. total.Asides()];
        text.Append(asides.Length > 0 ? $"aside  {string.Join("  ", asides.Select(aside => $"{aside.What} {aside.Count}"))}\n" : "");
    }

    // The whole of a table whose rows are there whether they occur or not, right below the total; of others those that occurred most, after a blank line.
    private static void Append<TRow>(StringBuilder text, TableDefinition<TRow> definition, WindowSnapshot window)
    {
        TRow[] seen = [.. definition.Rows(window).Where(definition.Occurred)];
        bool isWhole = definition.Rates is null;
        if (seen.Length == 0 && !isWhole)
        {
            return;
        }

        TableColumn<TRow>[] columns = [.. definition.Text.Where(column => column.Unit != ColumnUnit.Tally && (!column.IsOptional || seen.Any(column.IsKnown!)))];
        TableColumn<TRow>[] tallies = [.. definition.Text.Where(static column => column.Unit == ColumnUnit.Tally)];
        var table = new TextTable([.. columns.Select(column => column.TextTitle + MeaningOf(definition, column, window))]);
        foreach (TRow row in isWhole ? seen : seen.Take(MostRows))
        {
            string[] cells = [.. columns.Select(column => Cell(column, row, window))];
            cells[^1] += string.Concat(tallies.SelectMany(column => column.Tally!(row)).Select(tally => $"  {tally.Errno} {tally.Count}"));
            table.Add(cells);
        }

        text.Append(isWhole ? "" : "\n");
        table.AppendTo(text);
        text.Append(seen.Length > MostRows && !isWhole ? $"and {seen.Length - MostRows} more\n" : "");
    }

    private static string MeaningOf<TRow>(TableDefinition<TRow> definition, TableColumn<TRow> column, WindowSnapshot window) =>
        ReferenceEquals(column, definition.Name) && definition.Meaning?.Invoke(window) is string meaning ? $" ({meaning})" : "";

    private static void AppendView(StringBuilder text, ViewDefinition view, WindowSnapshot window)
    {
        if (ViewTable.Of(view, window) is not ViewTable table)
        {
            return; // one of the tables above
        }

        ColumnDefinition[] columns = [.. view.Columns.Where(column => column.Unit is not (ColumnUnit.Key or ColumnUnit.PerSec10 or ColumnUnit.PerSec60))];
        var lines = new TextTable(["count", .. columns.Select(column => column.TextTitle), view.Columns[0].Title]);
        MeasureRow[] rows = [.. table.Rows.Where(row => row.IsActive)];
        foreach (MeasureRow row in rows.Take(MostRows))
        {
            lines.Add([$"{row.Rates.Count}", .. columns.Select(column => Cell(column, row, window)), PlainText.Of(row.Name)]);
        }

        text.Append('\n');
        if (rows.Length == 0)
        {
            text.Append($"{view.Id}: none in this window\n");
            return;
        }

        lines.AppendTo(text);
        text.Append(rows.Length > MostRows ? $"and {rows.Length - MostRows} more\n" : "");
        text.Append(table.Unpaired > 0 ? $"{view.Id}: {table.Unpaired} not timed, since events were lost\n" : "");
    }

    private static string Cell<TRow>(TableColumn<TRow> column, TRow row, WindowSnapshot window) => (column.Unit, column.Value(row)) switch
    {
        (ColumnUnit.Key, _) => PlainText.Of(string.Concat(column.Parts.Select(part => part.Of(row) is string text ? $"{part.Before}{text}{part.After}" : ""))),
        (_, null) => "-",
        (ColumnUnit.PerSec or ColumnUnit.BytesPerSec, double perSec) => Rate(window, perSec),
        (ColumnUnit.Duration, double ns) => Duration((long)ns),
        (ColumnUnit.Average, double average) => average.ToString("F2", CultureInfo.InvariantCulture),
        (ColumnUnit.Percent, double percent) => percent.ToString("F1", CultureInfo.InvariantCulture),
        (_, double count) => $"{(long)count}",
    };

    private static string Rate(WindowSnapshot window, double perSec) =>
        (window.IsLowerBound ? ">=" : "") + (double.IsFinite(perSec) ? perSec : 0).ToString("F1", CultureInfo.InvariantCulture);

    private static string Duration(long ns) => ns switch
    {
        < 1_000 => $"{ns}ns",
        < 1_000_000 => $"{ns / 1e3:F1}us",
        < 1_000_000_000 => $"{ns / 1e6:F1}ms",
        _ => $"{ns / 1e9:F2}s",
    };
}

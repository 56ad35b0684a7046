using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Ftop.Aggregation.Views;
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

        AppendCpus(text, window);
        AppendSystemCalls(text, window);
        AppendFunctions(text, window);
        AppendEvents(text, window);
        AppendProcesses(text, window);
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

    private static void AppendCpus(StringBuilder text, WindowSnapshot window)
    {
        var table = new TextTable("events", "per sec", "missed", "overrun", "dropped", "CPU");
        foreach (CpuRow row in window.Cpus)
        {
            table.Add($"{row.Events}", Rate(window, row.EventsPerSec), $"{row.Missed}", $"{row.Overrun}", $"{row.Dropped}", $"{row.Cpu}");
        }

        table.AppendTo(text);
    }

    private static void AppendSystemCalls(StringBuilder text, WindowSnapshot window)
    {
        var table = new TextTable("calls", "per sec", "errors", "p50", "p99", "max", "SYSTEM CALL");
        Append(text, table, window.SystemCalls, row => row.Rates, row => table.Add(
            $"{row.Rates.Count}", Rate(window, row.Rates.PerSec), $"{row.Errors}", Duration(row.Latency, latency => latency.P50Ns),
            Duration(row.Latency, latency => latency.P99Ns), Duration(row.Latency, latency => latency.MaxNs),
            PlainText.Of(row.Name) + string.Concat(row.Errnos.Select(errno => $"  {errno.Errno} {errno.Count}"))));
    }

    private static void AppendFunctions(StringBuilder text, WindowSnapshot window)
    {
        var table = new TextTable("calls", "per sec", "total", "self", "p50", "p99", "max", $"FUNCTION{Meaning(window.IsWallTime)}");
        Append(text, table, window.Functions, row => row.Rates, row => table.Add(
            $"{row.Rates.Count}", Rate(window, row.Rates.PerSec), Duration(row.Latency, latency => latency.TotalNs),
            row.SelfNs is long selfNs ? Duration(selfNs) : "-", Duration(row.Latency, latency => latency.P50Ns),
            Duration(row.Latency, latency => latency.P99Ns), Duration(row.Latency, latency => latency.MaxNs),
            PlainText.Of(row.Name) + (row.Module is null ? "" : $" [{PlainText.Of(row.Module)}]")));
    }

    private static void AppendEvents(StringBuilder text, WindowSnapshot window)
    {
        var table = new TextTable("events", "per sec", "EVENT");
        Append(text, table, window.ByEvent, row => row.Rates, row => table.Add(
            $"{row.Rates.Count}", Rate(window, row.Rates.PerSec), PlainText.Of($"{row.System}:{row.Name}")));
    }

    private static void AppendProcesses(StringBuilder text, WindowSnapshot window)
    {
        var table = new TextTable("events", "per sec", "sys calls", "TID", "THREAD");
        Append(text, table, window.Processes, row => row.Rates, row => table.Add(
            $"{row.Rates.Count}", Rate(window, row.Rates.PerSec), $"{row.SystemCalls}", $"{row.Pid}", PlainText.Of(row.Comm)));
    }

    private static void AppendView(StringBuilder text, ViewDefinition view, WindowSnapshot window)
    {
        if (ViewTable.Of(view, window) is not ViewTable table)
        {
            return; // one of the tables above
        }

        ColumnDefinition[] columns = [.. view.Columns.Where(column => column.Unit is not (ColumnUnit.Key or ColumnUnit.PerSec10 or ColumnUnit.PerSec60))];
        var lines = new TextTable(["count", .. columns.Select(Title), view.Columns[0].Title]);
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

    private static string Title(ColumnDefinition column) => column.Unit == ColumnUnit.PerSec ? "per sec" : column.Title.ToLowerInvariant();

    private static string Cell(ColumnDefinition column, MeasureRow row, WindowSnapshot window) => (column.Unit, column.Value(row)) switch
    {
        (_, null) => "-",
        (ColumnUnit.PerSec or ColumnUnit.BytesPerSec, double perSec) => Rate(window, perSec),
        (ColumnUnit.Duration, double ns) => Duration((long)ns),
        (ColumnUnit.Average, double average) => average.ToString("F2", CultureInfo.InvariantCulture),
        (ColumnUnit.Percent, double percent) => percent.ToString("F1", CultureInfo.InvariantCulture),
        (_, double count) => $"{(long)count}",
    };

    private static void Append<T>(StringBuilder text, TextTable table, IReadOnlyCollection<T> rows, Func<T, Rates> rates, Action<T> add)
    {
        T[] seen = [.. rows.Where(row => rates(row).Count > 0)];
        if (seen.Length == 0)
        {
            return;
        }

        foreach (T row in seen.Take(MostRows))
        {
            add(row);
        }

        text.Append('\n');
        table.AppendTo(text);
        text.Append(seen.Length > MostRows ? $"and {seen.Length - MostRows} more\n" : "");
    }

    private static string Meaning(bool? isWallTime) => isWallTime switch
    {
        null => "",
        true => " (wall time)",
        false => " (CPU time)",
    };

    private static string Rate(WindowSnapshot window, double perSec) =>
        (window.IsLowerBound ? ">=" : "") + (double.IsFinite(perSec) ? perSec : 0).ToString("F1", CultureInfo.InvariantCulture);

    private static string Duration(LatencySummary? latency, Func<LatencySummary, long> select) =>
        latency is { Samples: > 0 } known ? Duration(select(known)) : "-";

    private static string Duration(long ns) => ns switch
    {
        < 1_000 => $"{ns}ns",
        < 1_000_000 => $"{ns / 1e3:F1}us",
        < 1_000_000_000 => $"{ns / 1e6:F1}ms",
        _ => $"{ns / 1e9:F2}s",
    };
}

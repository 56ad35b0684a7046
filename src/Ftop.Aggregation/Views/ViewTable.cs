using System.Collections.Immutable;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Views;

/// <summary>The rows of a view in one window, in the order in which they are to be shown.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Unpaired">Spans of the window whose begin or end was lost.</param>
public sealed record ViewTable(ImmutableArray<MeasureRow> Rows, long Unpaired)
{
    /// <summary>A view's table; null where the window has none of its measures, or the view has a table of another kind.</summary>
    public static ViewTable? Of(ViewDefinition view, WindowSnapshot window)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(window);
        if (view.Columns.IsEmpty)
        {
            return null; // it has a table of its own
        }

        MeasureTable?[] tables = [.. view.Measures.Select(measure => window.Measures.FirstOrDefault(table => table.Measure == measure))];
        if (Array.TrueForAll(tables, static table => table is null))
        {
            return null;
        }

        IEnumerable<MeasureRow> rows = view switch
        {
            { Measures.Length: 1 } => tables[0]!.Rows, // or all would be null
            { IsJoined: true } => Join(view, tables),
            _ => Unite(view, tables),
        };
        return new ViewTable(Sort(view, rows), tables.Sum(static table => table?.Unpaired ?? 0));
    }

    private static ImmutableArray<MeasureRow> Sort(ViewDefinition view, IEnumerable<MeasureRow> rows) => view switch
    {
        { SortedBy: string id } => [.. rows.OrderByDescending(view.Columns.First(column => column.Id == id).Value).ThenByDescending(Count)],
        { Measures.Length: 1 } => [.. rows],
        _ => [.. rows.OrderByDescending(Count)],
    };

    private static long Count(MeasureRow row) => row.Rates.Count;

    private static IEnumerable<MeasureRow> Unite(ViewDefinition view, MeasureTable?[] tables)
    {
        for (int i = 0; i < tables.Length; i++)
        {
            foreach (MeasureRow row in tables[i]?.Rows ?? [])
            {
                string word = view.Measures[i].Word;
                yield return row with { Source = i, Name = word.Length == 0 ? row.Name : $"{word} {row.Name}" };
            }
        }
    }

    // How often a row occurred is the first measure's; how long its spans took is that of the first one that has spans.
    private static IEnumerable<MeasureRow> Join(ViewDefinition view, MeasureTable?[] tables)
    {
        int timed = Math.Max(0, view.Measures.IndexOf(view.Measures.FirstOrDefault(static measure => measure.HasSpans)!));
        var rows = new Dictionary<ulong, MeasureRow?[]>();
        for (int i = 0; i < tables.Length; i++)
        {
            foreach (MeasureRow row in tables[i]?.Rows ?? [])
            {
                if (!rows.TryGetValue(row.Key, out MeasureRow?[]? joined))
                {
                    rows.Add(row.Key, joined = new MeasureRow?[tables.Length]);
                }

                joined[i] = row;
            }
        }

        foreach ((ulong key, MeasureRow?[] joined) in rows)
        {
            MeasureRow any = joined[0] ?? Array.Find(joined, static row => row is not null)!; // it was made for one
            MeasureRow row = joined[0] ?? new MeasureRow(key, any.Parts, default) { WindowNs = any.WindowNs };
            MeasureRow? spans = joined[timed];
            yield return row with
            {
                Joined = [.. joined],
                Latency = spans?.Latency,
                Durations = spans?.Durations ?? default,
                InFlight = spans?.InFlight,
                WithinNs = spans?.WithinNs,
                Worst = spans?.Worst,
            };
        }
    }
}

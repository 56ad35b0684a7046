using System.Collections.Immutable;
using System.Text.Json;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Views.Files;

/// <summary>
/// The columns of a view's file by their ids, and titles of them that differ. An object is a column that goes at another time where the screen is narrow, or that is of one
/// of several joined measures, counted from 0.
/// <code>
/// "columns": ["key", "perSec", { "id": "avgNs", "drop": 1 }, { "id": "preemptedPerSec", "column": "perSec", "of": 1, "drop": 3 }],
/// "titles": { "key": "TASK", "preemptedPerSec": "PREEMPT/S" }
/// </code>
/// </summary>
internal static class ColumnReader
{
    private const int MostTitleLength = 24;
    private const int MostDropOrder = 99;

    /// <summary>Reads them; without <paramref name="columns"/>, all that the measures have.</summary>
    /// <exception cref="ViewFileFault">They are none.</exception>
    public static ImmutableArray<ColumnDefinition> Read(JsonPart? columns, JsonPart? titles, ImmutableArray<Measure> measures, bool isJoined)
    {
        ColumnDefinition key = KeyOf(measures[0]);
        ImmutableArray<ColumnDefinition> known = [key, .. ColumnDefinition.Numbers.Where(column => measures.Any(measure => Has(measure, column)))];
        ImmutableArray<ColumnDefinition> read = [.. known.Where(column => !IsSpecial(column))];
        if (columns is not null)
        {
            columns.MustBe(JsonTokenType.StartArray, "an array of columns");
            read = [.. columns.Items.Select(item => item.Kind == JsonTokenType.StartObject ? ReadObject(item, known, isJoined ? measures.Length : 0) : Find(item, known))];
            if (read.IsEmpty || read[0] != key)
            {
                throw new ViewFileFault(columns, "columns, \"key\" first");
            }

            int twice = read.Select((column, index) => read[..index].Any(other => other.Id == column.Id)).ToList().IndexOf(true);
            if (twice >= 0)
            {
                throw new ViewFileFault(columns.Items[twice].Find("id") ?? columns.Items[twice], "each column once");
            }
        }

        titles?.MustBe(JsonTokenType.StartObject, "titles of columns, as in { \"key\": \"BUS\" }").MustHaveOnly([.. read.Select(column => column.Id)]);
        return [.. read.Select(column => titles?.Find(column.Id) is JsonPart title ? column.Titled(TitleOf(title)) : column)];
    }

    /// <summary>The title that a key has where no other is given.</summary>
    public static ColumnDefinition KeyOf(Measure measure) => ColumnDefinition.Key(string.Join(' ', measure.Key.Select(field => field.Name)).ToUpperInvariant());

    /// <summary>The column of an id.</summary>
    public static ColumnDefinition Find(JsonPart item, IEnumerable<ColumnDefinition> known) =>
        known.FirstOrDefault(column => item.Kind == JsonTokenType.String && column.Id == item.Text)
            ?? throw new ViewFileFault(item, $"one of {string.Join(", ", known.Select(column => column.Id))}");

    private static ColumnDefinition Titled(this ColumnDefinition column, string title) =>
        column.Joins is (int measure, _) && ColumnDefinition.Numbers.First(known => known.Id == column.Joins.Value.Id) is ColumnDefinition joined
            ? joined.Of(measure, column.Id, title, column.DropOrder)
            : column with { Title = title };

    private static ColumnDefinition ReadObject(JsonPart item, ImmutableArray<ColumnDefinition> known, int joined)
    {
        item.MustHaveOnly("id", "column", "of", "drop");
        int? drop = item.Find("drop")?.Number(0, MostDropOrder);
        if (item.Find("of") is not JsonPart of)
        {
            ColumnDefinition plain = Find(item.Need("id"), known);
            return plain with { DropOrder = drop ?? plain.DropOrder };
        }

        if (joined == 0)
        {
            throw ViewFileFault.Saying(of.At, "only joined measures have columns of their own (\"joined\": true)");
        }

        string id = item.Need("id").FieldName();
        ColumnDefinition column = Find(item.Need("column"), ColumnDefinition.Numbers);
        return column.Of(of.Number(0, joined - 1), id, id.ToUpperInvariant(), drop ?? column.DropOrder);
    }

    private static bool Has(Measure measure, ColumnDefinition column) => column.Id switch
    {
        "sumPerSec" => measure.HasSum,
        "inFlight" => measure.HasOpenSpans,
        "withinNs" or "depth" => measure.SharesTime,
        _ => measure.HasSpans || column.Unit is ColumnUnit.PerSec or ColumnUnit.PerSec10 or ColumnUnit.PerSec60 or ColumnUnit.SinceStart,
    };

    // Those that are there only where they are asked for.
    private static bool IsSpecial(ColumnDefinition column) => column.Id is "topCpu" or "topCpuPercent" or "withinNs" or "depth" or "count";

    private static string TitleOf(JsonPart title) =>
        title.String("a title").Length <= MostTitleLength ? title.Text : throw new ViewFileFault(title, $"a title of up to {MostTitleLength} letters");
}

using System.Text.Json;

namespace Ftop.Aggregation.Views.Files;

/// <summary>Writes the columns of a view as <see cref="ColumnReader"/> reads them.</summary>
internal static class ColumnWriter
{
    /// <summary>Writes the members <c>columns</c>, <c>titles</c> and <c>sortedBy</c>.</summary>
    public static void Write(Utf8JsonWriter json, ViewDefinition view)
    {
        ColumnDefinition[] usual = [ColumnReader.KeyOf(view.Measures[0]), .. ColumnDefinition.Numbers];
        json.WriteStartArray("columns");
        foreach (ColumnDefinition column in view.Columns)
        {
            Write(json, column, usual.First(known => known.Id == IdOf(column)));
        }

        json.WriteEndArray();
        ColumnDefinition[] titled = [.. view.Columns.Where(column => column.Joins is not null || usual.First(known => known.Id == column.Id).Title != column.Title)];
        if (titled.Length > 0)
        {
            json.WriteStartObject("titles");
            foreach (ColumnDefinition column in titled)
            {
                json.WriteString(column.Id, column.Title);
            }

            json.WriteEndObject();
        }

        if (view.SortedBy is string sorted)
        {
            json.WriteString("sortedBy", sorted);
        }
    }

    private static string IdOf(ColumnDefinition column) => column.Joins?.Id ?? column.Id;

    private static void Write(Utf8JsonWriter json, ColumnDefinition column, ColumnDefinition usual)
    {
        if (column.Joins is null && column.DropOrder == usual.DropOrder)
        {
            json.WriteStringValue(column.Id);
            return;
        }

        json.WriteStartObject();
        json.WriteString("id", column.Id);
        if (column.Joins is (int measure, string id))
        {
            json.WriteString("column", id);
            json.WriteNumber("of", measure);
        }

        if (column.DropOrder != usual.DropOrder)
        {
            json.WriteNumber("drop", column.DropOrder);
        }

        json.WriteEndObject();
    }
}

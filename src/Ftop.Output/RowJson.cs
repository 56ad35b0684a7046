using System.Text.Json;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;

namespace Ftop.Output;

/// <summary>Rows by the columns of the catalogue: see <see cref="BatchJson"/>. What was not measured is not there.</summary>
internal static class RowJson
{
    /// <summary>A table's rows as an array.</summary>
    public static void Write<TRow>(Utf8JsonWriter json, string name, TableDefinition<TRow> table, WindowSnapshot window)
    {
        json.WriteStartArray(name);
        foreach (TRow row in table.Rows(window))
        {
            if (table.Occurred(row))
            {
                json.WriteStartObject();
                foreach (TableColumn<TRow> column in table.Json)
                {
                    Write(json, column, row);
                }

                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }

    /// <summary>One column of a row.</summary>
    public static void Write<TRow>(Utf8JsonWriter json, TableColumn<TRow> column, TRow row)
    {
        switch (column.Unit)
        {
            case ColumnUnit.Key when column.Id == "key": // an object of its own
                break;
            case ColumnUnit.Key when column.Parts[0].Of(row) is string text:
                json.WriteString(column.Id, text);
                break;
            case ColumnUnit.Tally:
                WriteTally(json, column, row);
                break;
            default:
                WriteNumber(json, column, row);
                break;
        }
    }

    private static void WriteTally<TRow>(Utf8JsonWriter json, TableColumn<TRow> column, TRow row)
    {
        json.WriteStartObject(column.Id);
        foreach (ErrnoCount errno in column.Tally!(row))
        {
            json.WriteNumber(errno.Errno, errno.Count);
        }

        json.WriteEndObject();
    }

    // Rates of a window of no length are not numbers, and JSON has none for them.
    private static void WriteNumber<TRow>(Utf8JsonWriter json, TableColumn<TRow> column, TRow row)
    {
        if (column.Value(row) is not double value)
        {
            return;
        }

        if (column.Unit is ColumnUnit.PerSec or ColumnUnit.PerSec10 or ColumnUnit.PerSec60 or ColumnUnit.BytesPerSec or ColumnUnit.Average or ColumnUnit.Percent)
        {
            json.WriteNumber(column.Id, double.IsFinite(value) ? Math.Round(value, 3) : 0);
        }
        else
        {
            json.WriteNumber(column.Id, (long)value);
        }
    }
}

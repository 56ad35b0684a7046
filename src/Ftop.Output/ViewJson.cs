using System.Collections.Immutable;
using System.Text.Json;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;

namespace Ftop.Output;

/// <summary>The object <c>views</c> of a window, by the columns of the catalogue: see <see cref="BatchJson"/>.</summary>
internal static class ViewJson
{
    /// <summary>Writes it; nothing where no view was asked for.</summary>
    public static void Write(Utf8JsonWriter json, ImmutableArray<ViewDefinition> views, WindowSnapshot window)
    {
        if (views.IsEmpty)
        {
            return;
        }

        json.WriteStartObject("views");
        foreach (ViewDefinition view in views)
        {
            if (ViewTable.Of(view, window) is ViewTable table)
            {
                Write(json, view, table);
            }
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ViewDefinition view, ViewTable table)
    {
        json.WriteStartObject(view.Id);
        json.WriteStartArray("rows");
        foreach (MeasureRow row in table.Rows)
        {
            if (row.IsActive)
            {
                json.WriteStartObject();
                WriteKey(json, row);
                json.WriteNumber("count", row.Rates.Count);
                foreach (ColumnDefinition column in view.Columns)
                {
                    RowJson.Write(json, column, row);
                }

                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteNumber("unpaired", table.Unpaired);
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, MeasureRow row)
    {
        json.WriteStartObject("key");
        foreach (KeyPart part in row.Parts)
        {
            if (part.Number is not long number)
            {
                json.WriteString(part.Name, part.Text);
                continue;
            }

            json.WriteNumber(part.Name, number);
            if (part.Text is string text)
            {
                json.WriteString(part.IsTask ? KeyPart.NameOfTask : KeyPart.NameOfNumber, text);
            }
        }

        json.WriteEndObject();
    }
}

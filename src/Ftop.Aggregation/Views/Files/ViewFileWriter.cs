using System.Text.Json;

namespace Ftop.Aggregation.Views.Files;

/// <summary>Writes a view as <see cref="ViewFileReader"/> reads it. Views with tables of their own, as functions, have neither measures nor columns.</summary>
public static class ViewFileWriter
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, ViewDefinition view)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(view);
        json.WriteStartObject();
        json.WriteString("id", view.Id);
        json.WriteString("title", view.Title);
        json.WriteString("what", view.What);
        if (view.Digit is int digit)
        {
            json.WriteNumber("digit", digit);
        }

        WriteArray(json, "needs", view.Needs);
        if (!view.Also.IsEmpty)
        {
            WriteArray(json, "also", view.Also);
        }

        if (view.NeedsConfig.Length > 0)
        {
            json.WriteString("needsConfig", view.NeedsConfig);
        }

        if (!view.Measures.IsEmpty)
        {
            WriteMeasures(json, view);
        }

        if (!view.Columns.IsEmpty)
        {
            ColumnWriter.Write(json, view);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes an array of text.</summary>
    internal static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteMeasures(Utf8JsonWriter json, ViewDefinition view)
    {
        json.WriteStartArray("measures");
        for (int i = 0; i < view.Measures.Length; i++)
        {
            MeasureWriter.Write(json, view.Measures[i], i == 0 ? view.Id : $"{view.Id}{i + 1}");
        }

        json.WriteEndArray();
        if (view.IsJoined)
        {
            json.WriteBoolean("joined", true);
        }
    }
}

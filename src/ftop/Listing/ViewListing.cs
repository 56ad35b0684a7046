using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Views.Files;

namespace Ftop.Listing;

/// <summary>The views as text, and as JSON in the form that a view's own file has.</summary>
internal static class ViewListing
{
    // Conditions have && in them, which a reader would not know again as \u0026.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line each: <c>softirqs     softirqs by vector: how often, how long</c>.</summary>
    public static string ToText(IReadOnlyCollection<ViewDefinition> views) =>
        string.Concat(views.Select(view => $"{view.Id.PadRight(views.Max(other => other.Id.Length))}  {view.What}\n"));

    /// <summary>One array, as <see cref="ViewFileReader"/> reads it.</summary>
    public static string ToJson(IEnumerable<ViewDefinition> views)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (ViewDefinition view in views)
            {
                ViewFileWriter.Write(json, view);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}

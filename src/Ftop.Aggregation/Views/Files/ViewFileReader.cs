using System.Collections.Immutable;
using System.Text.Json;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Views.Files;

/// <summary>
/// Views as a file: one object, or an array of them, as <c>ftop list views --json</c> prints it.
/// <code>
/// { "id": "spi", "title": "SPI transfers", "what": "transfers by bus and chip: how often, how much, how long",
///   "needs": ["spi:spi_transfer_*"], "needsConfig": "CONFIG_SPI",
///   "measures": [ { "begin": { "event": "spi:spi_transfer_start", "match": ["xfer"] },
///                   "end":   { "event": "spi:spi_transfer_stop",  "match": ["xfer"] },
///                   "key": ["begin.bus_num", "begin.chip_select"], "sum": "begin.len" } ],
///   "columns": ["key", "perSec", "sumPerSec", "p50Ns", "p99Ns", "maxNs", "inFlight"],
///   "titles": { "key": "BUS CHIP", "sumPerSec": "BYTES/S" } }
/// </code>
/// <c>id</c> and <c>measures</c> must be there. Bounded by the length of the text; never throws.
/// </summary>
public static class ViewFileReader
{
    private const int MostIdLength = 32;
    private const int MostMeasures = 16;
    private const string ExpectedNeeds = "events, as in spi:spi_transfer_*";
    private const string Members = "id, title, what, digit, needs, also, needsConfig, measures, joined, columns, titles, sortedBy";
    private static readonly string[] MembersOfView = Members.Split(", ");

    /// <summary>Reads the views of a file.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="taken">Views whose ids and digits these may not have.</param>
    /// <param name="views">Empty where there is a fault.</param>
    /// <param name="fault">Line, column, what stands there and what was expected; untrusted text.</param>
    public static bool TryParse(ReadOnlySpan<byte> json, IEnumerable<ViewDefinition> taken, out ImmutableArray<ViewDefinition> views, out string fault)
    {
        (views, fault) = ([], "");
        try
        {
            JsonPart whole = JsonPart.Read(json);
            List<ViewDefinition> known = [.. taken];
            int own = known.Count;
            foreach (JsonPart part in whole.Kind == JsonTokenType.StartArray ? whole.Items : [whole])
            {
                known.Add(ReadView(part, known));
            }

            views = [.. known.Skip(own)];
        }
        catch (JsonException wrong)
        {
            fault = $"line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}: not JSON";
        }
        catch (ViewFileFault wrong)
        {
            fault = $"{PlaceOf(json, wrong.At)}: {wrong.Message}";
        }

        return fault.Length == 0;
    }

    private static ViewDefinition ReadView(JsonPart part, List<ViewDefinition> taken)
    {
        part.MustBe(JsonTokenType.StartObject, "a view, as in { \"id\": \"spi\", \"measures\": [ … ] }").MustHaveOnly(MembersOfView);
        string id = ReadId(part.Need("id"), taken);
        CheckDigit(part.Find("digit"), taken);
        string title = part.Find("title")?.String("a title") ?? id;
        bool isJoined = part.Find("joined")?.Flag() ?? false;
        ImmutableArray<Measure> measures = ReadMeasures(part.Need("measures"), id, isJoined);
        ImmutableArray<ColumnDefinition> columns = ColumnReader.Read(part.Find("columns"), part.Find("titles"), measures, isJoined);
        string[] also = part.Find("also")?.Strings(ExpectedNeeds, IsNeed) ?? [];
        string[] needs = part.Find("needs") is { Kind: JsonTokenType.StartArray, Items.Count: 0 } && also.Length > 0
            ? []
            : part.Find("needs")?.Strings(ExpectedNeeds, IsNeed) ?? [.. measures.SelectMany(measure => measure.Rules).Select(rule => rule.Event).Distinct()];
        return new ViewDefinition(id, title, part.Find("what")?.String("what it answers") ?? title)
        {
            Digit = part.Find("digit") is JsonPart digit ? digit.Text[0] - '0' : null,
            Needs = [.. needs],
            Also = [.. also],
            NeedsConfig = part.Find("needsConfig")?.String("options of the kernel, as in CONFIG_SPI") ?? KernelOptions.Of(needs),
            IsFromFile = true,
            Measures = measures,
            IsJoined = isJoined,
            Columns = columns,
            SortedBy = part.Find("sortedBy") is JsonPart sorted ? ColumnReader.Find(sorted, columns).Id : null,
        };
    }

    private static ImmutableArray<Measure> ReadMeasures(JsonPart part, string id, bool isJoined)
    {
        part.MustBe(JsonTokenType.StartArray, "an array of measures");
        if (part.Items.Count is 0 or > MostMeasures)
        {
            throw new ViewFileFault(part, $"1 to {MostMeasures} measures");
        }

        ImmutableArray<Measure> measures = [.. part.Items.Select((item, index) => MeasureReader.Read(item, index == 0 ? id : $"{id}{index + 1}"))];
        if (isJoined && measures.Any(measure => measure.Key.Length > 1 || measure.Key[0].As != measures[0].Key[0].As))
        {
            throw ViewFileFault.Saying(part.At, "joined measures have the same key, of one field");
        }

        return measures;
    }

    private static string ReadId(JsonPart part, List<ViewDefinition> taken)
    {
        string id = part.String("an id");
        bool isId = id.Length is > 0 and <= MostIdLength && char.IsAsciiLetterLower(id[0])
            && id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '_' or '-');
        if (!isId)
        {
            throw new ViewFileFault(part, $"an id: up to {MostIdLength} of a-z, 0-9, _ and -, a letter first");
        }

        string stem = id.TrimEnd("0123456789".ToCharArray());
        if (taken.Exists(view => view.Id == id) || stem is "by" or "span")
        {
            throw new ViewFileFault(part, "an id that no other view has ('ftop list views')");
        }

        return id;
    }

    private static void CheckDigit(JsonPart? part, List<ViewDefinition> taken)
    {
        if (part is null)
        {
            return;
        }

        if (part is not { Kind: JsonTokenType.Number, Text: [>= '1' and <= '9'] })
        {
            throw new ViewFileFault(part, "a digit from 1 to 9");
        }

        if (taken.Find(view => view.Digit is not null) is not null)
        {
            string whose = taken.Find(view => view.Digit == part.Text[0] - '0') is ViewDefinition view ? $"the view {view.Id}'s" : "the latency tracers'";
            throw ViewFileFault.Saying(part.At, $"digit {part.Text} is {whose}; expected none: v chooses views of one's own");
        }
    }

    private static bool IsNeed(string glob) =>
        glob.Split(':') is { Length: 1 or 2 } parts && parts.All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '*' or '?'));

    private static string PlaceOf(ReadOnlySpan<byte> json, long at)
    {
        ReadOnlySpan<byte> before = json[..(int)at];
        int column = 1;
        foreach (byte unit in before[(before.LastIndexOf((byte)'\n') + 1)..])
        {
            column += (unit & 0xc0) == 0x80 ? 0 : 1; // letters, not bytes
        }

        return $"line {before.Count((byte)'\n') + 1}, column {column}";
    }
}

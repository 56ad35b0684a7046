using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Views.Files;

namespace Ftop.Aggregation.Tests;

public sealed class ViewFileReaderTests
{
    private const string Spi = """
        { "id": "spi", "title": "SPI transfers",
          "needs": ["spi:spi_transfer_*"],
          "measures": [ { "begin": { "event": "spi:spi_transfer_start", "match": ["xfer"] },
                          "end":   { "event": "spi:spi_transfer_stop",  "match": ["xfer"] },
                          "key": ["begin.bus_num", "begin.chip_select"], "sum": "begin.len" } ],
          "columns": ["key", "perSec", "sumPerSec", "p50Ns", "p99Ns", "maxNs", "inFlight"] }
        """;

    public static TheoryData<string> BuiltIn => [.. ViewCatalog.Measured.Select(view => view.Id)];

    [Fact]
    public void View_IsWhatItsFileSays()
    {
        ViewDefinition view = Read(Spi);
        Assert.Equal(("spi", "SPI transfers", "SPI transfers", "CONFIG_SPI"), (view.Id, view.Title, view.What, view.NeedsConfig));
        Assert.Equal(["spi:spi_transfer_*"], view.Needs);
        EventRule begin = view.Measure!.Rules.Single(rule => rule.Part == RulePart.Begin);
        EventRule end = view.Measure.Rules.Single(rule => rule.Part == RulePart.End);
        Assert.Equal(("spi:spi_transfer_start", "spi:spi_transfer_stop", "len"), (begin.Event, end.Event, begin.Sum));
        Assert.Equal(["xfer"], end.Match!.Fields);
        Assert.Equal(["bus_num", "chip_select"], begin.Key.Select(field => field.Field));
        Assert.Empty(end.Key);
        Assert.Equal(["key", "perSec", "sumPerSec", "p50Ns", "p99Ns", "maxNs", "inFlight"], view.Columns.Select(column => column.Id));
        Assert.Equal("BUS_NUM CHIP_SELECT", view.Columns[0].Title);
    }

    [Fact]
    public void Rules_MayHaveKeysSumsAndConditionsOfTheirOwn()
    {
        ViewDefinition view = Read("""
            // Packets both ways.
            { "id": "packets", "measures": [ { "count": [
                { "event": "net:netif_receive_skb", "key": ["name", { "name": "dir", "text": "rx" }], "sum": "len" },
                { "event": "net:net_dev_xmit", "key": ["name", { "name": "dir", "text": "tx" }], "sum": "len", "when": "rc == 0" }, ] } ],
              "titles": { "sumPerSec": "BYTES/S" } }
            """);
        Assert.Equal(["rx", "tx"], view.Measure!.Rules.Select(rule => rule.Key[1].Constant));
        Assert.Equal([null, "rc == 0"], view.Measure.Rules.Select(rule => rule.When));
        Assert.Equal(["net:netif_receive_skb", "net:net_dev_xmit"], view.Needs);
        Assert.Equal(["key", "perSec", "sumPerSec", "perSec10", "perSec60", "total"], view.Columns.Select(column => column.Id));
        Assert.Equal("BYTES/S", view.Columns[2].Title);
    }

    [Fact]
    public void Matches_AreOfCpuTaskOneFieldOrTwo_WithOtherNamesOnEachSide()
    {
        Assert.True(MatchOf("\"common_cpu\"", "\"cpu\"").IsByCpu);
        Assert.True(MatchOf("\"common_pid\"", "\"next_pid\"").IsByTask);
        Assert.Equal(["dev", "sector"], MatchOf("\"dev\", \"sector\"", "\"a\", \"b\"").Fields);

        static Match MatchOf(string begin, string end) => Read($$"""
            { "id": "x", "measures": [ { "begin": { "event": "a:b", "match": [{{begin}}], "key": ["k"] }, "end": { "event": "a:c", "match": [{{end}}] } } ] }
            """).Measure!.Rules.Single(rule => rule.Part == RulePart.Begin).Match!;
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void BuiltInView_PrintedAndRead_IsTheSame(string id)
    {
        ViewDefinition view = ViewCatalog.Find(id)!;
        string printed = Print(view);
        Assert.True(ViewFileReader.TryParse(Encoding.UTF8.GetBytes($"[{printed}]"), [], out ImmutableArray<ViewDefinition> read, out string fault), fault);
        ViewDefinition again = Assert.Single(read);
        Assert.Equal((view.Id, view.Title, view.What, view.Digit, view.NeedsConfig), (again.Id, again.Title, again.What, again.Digit, again.NeedsConfig));
        Assert.Equal(view.Needs, again.Needs);
        Assert.Equal(view.Also, again.Also);
        Assert.Equal((view.IsJoined, view.SortedBy), (again.IsJoined, again.SortedBy));
        Assert.Equal(view.Columns.Select(OfColumn), again.Columns.Select(OfColumn));
        Assert.Equal(view.Measures.Select(measure => (measure.Id, measure.Word, measure.SharesTime, measure.Nest)), again.Measures.Select(measure => (measure.Id, measure.Word, measure.SharesTime, measure.Nest)));
        Assert.Equal(view.Measures.SelectMany(measure => measure.Rules).Select(OfRule), again.Measures.SelectMany(measure => measure.Rules).Select(OfRule));
        Assert.Equal(printed, Print(again));

        static object OfColumn(ColumnDefinition column) => (column.Id, column.Title, column.TextTitle, column.Unit, column.DropOrder, column.Joins);
        static object OfRule(EventRule rule) => (
            rule.Part, rule.Event, rule.When, rule.Sum, rule.SumUnit, rule.DurationField, rule.Holds, rule.Level, rule.IsHint,
            (rule.Match?.IsByCpu, rule.Match?.IsByTask, string.Join(',', rule.Match?.Fields ?? [])), string.Join(", ", rule.Key));
    }

    [Theory]
    [InlineData("", "line 1, column 1: not JSON")]
    [InlineData("{ \"id\": \"a\",\n  \"x\" }", "line 2, column 7: not JSON")]
    [InlineData("{} {}", "line 1, column 4: not JSON")]
    [InlineData("{}", "line 1, column 1: \"id\" is missing")]
    [InlineData("[1]", "line 1, column 2: '1'; expected a view")]
    [InlineData("{ \"id\": \"a\", \"id\": \"b\" }", "line 1, column 14: 'id'; expected each name once")]
    [InlineData("{ \"id\": \"\\ud800\" }", "line 1, column 9: 'a string that is no text'; expected UTF-8")]
    [InlineData("{\n  \"id\": \"é\", \"öl\": 1 }", "line 2, column 14: 'öl'; expected one of id, title")]
    [InlineData("{ \"id\": \"block\" }", "line 1, column 9: 'block'; expected an id that no other view has")]
    [InlineData("{ \"id\": \"by2\" }", "line 1, column 9: 'by2'; expected an id that no other view has")]
    [InlineData("{ \"id\": \"A\" }", "line 1, column 9: 'A'; expected an id: ")]
    [InlineData("{ \"id\": 7 }", "line 1, column 9: '7'; expected an id")]
    [InlineData("{ \"id\": \"a\", \"digit\": 6 }", "line 1, column 23: digit 6 is the view irqs's")]
    [InlineData("{ \"id\": \"a\", \"digit\": 9 }", "line 1, column 23: digit 9 is the latency tracers'")]
    [InlineData("{ \"id\": \"a\" }", "line 1, column 1: \"measures\" is missing")]
    [InlineData("{ \"id\": \"a\", \"measures\": [] }", "line 1, column 26: '['; expected 1 to 16 measures")]
    public void View_ThatIsNone_IsRefusedWithItsPlace(string json, string expected) => AssertRefused(json, expected);

    [Theory]
    [InlineData("{ }", "column 1: expected begin and end")]
    [InlineData("{ \"begin\": { \"event\": \"a:b\", \"match\": \"x\", \"key\": \"y\" } }", "column 1: expected begin and end")]
    [InlineData("{ \"counts\": 1 }", "column 3: 'counts'; expected one of begin, end, release, duration, count, key, sum, id, word")]
    [InlineData("{ \"count\": { \"event\": \"ab\" } }", "column 23: 'ab'; expected an event, as in sched:sched_switch")]
    [InlineData("{ \"count\": { \"event\": \"a:b\" } }", "column 1: a: no event tells what a row is")]
    [InlineData("{ \"count\": { \"event\": \"a:b\" }, \"key\": [\"begin.x\"] }", "column 40: 'begin.x'; expected a field of an event that is there: the measure has no begin")]
    [InlineData("{ \"count\": { \"event\": \"a:b\" }, \"key\": [\"x\"] }", "column 40: 'x'; expected a field with what has it before")]
    [InlineData("{ \"count\": { \"event\": \"a:b\", \"key\": [\"x\", \"y\", \"z\"] } }", "column 37: '['; expected one field or two that tell what a row is")]
    [InlineData("{ \"count\": { \"event\": \"a:b\", \"key\": [{ \"field\": \"x\", \"as\": \"octal\" }] } }", "column 60: 'octal'; expected number, text, task, device, symbol")]
    [InlineData("{ \"count\": { \"event\": \"a:b\", \"key\": [\"x\"], \"when\": \"x ==\" } }", "column 52: 'x ==': column 5: ")]
    [InlineData("{ \"count\": { \"event\": \"a:b\", \"key\": [\"x\"], \"match\": [\"x\", \"y\", \"z\"] } }", "column 53: '['; expected what ties end to begin")]
    [InlineData("{ \"begin\": { \"event\": \"a:b\", \"match\": \"x\", \"key\": \"y\" }, \"end\": { \"event\": \"a:c\", \"match\": [\"x\", \"y\"] } }", "column 1: a: a:b: begin and end are tied by another number")]
    [InlineData("{ \"begin\": { \"event\": \"a:b\", \"key\": \"y\" }, \"end\": { \"event\": \"a:c\", \"match\": [\"x\"] } }", "column 1: a: a:b: nothing ties its spans together")]
    public void Measure_ThatIsNone_IsRefusedWithItsPlace(string measure, string expected) =>
        AssertRefused($"{{ \"id\": \"a\", \"measures\": [\n{measure}\n] }}", $"line 2, {expected}");

    [Theory]
    [InlineData("\"columns\": [\"key\", \"p50Ns\"]", "line 2, column 20: 'p50Ns'; expected one of key, perSec, perSec10, perSec60, total")]
    [InlineData("\"columns\": [\"perSec\", \"key\"]", "line 2, column 12: '['; expected columns, \"key\" first")]
    [InlineData("\"columns\": [\"key\", \"key\"]", "line 2, column 20: 'key'; expected each column once")]
    [InlineData("\"columns\": [\"key\"], \"titles\": { \"total\": \"x\" }", "line 2, column 33: 'total'; expected one of key")]
    [InlineData("\"needs\": [\"a b\"]", "line 2, column 11: 'a b'; expected events")]
    public void Columns_ThatAreNone_AreRefusedWithTheirPlace(string members, string expected) =>
        AssertRefused($"{{ \"id\": \"a\", \"measures\": [{{ \"count\": {{ \"event\": \"a:b\", \"key\": \"x\" }} }}],\n{members} }}", expected);

    [Fact]
    public void MutatedFiles_AreReadOrRefused_AndNeverThrow()
    {
        byte[][] seeds = [Encoding.UTF8.GetBytes(Spi), .. ViewCatalog.Measured.Select(view => Encoding.UTF8.GetBytes(Print(view)))];
        byte[][] words = [.. ((string[])["{", "}", "[", "]", "\"", ",", ":", "null", "1e999", "\"key\"", "\"begin\"", "\\ud800", "\u0000", "é", "-", "//"]).Select(Encoding.UTF8.GetBytes)];
        var random = new Random(20261127);
        int read = 0;
        for (int round = 0; round < 20_000; round++)
        {
            List<byte> bytes = [.. seeds[random.Next(seeds.Length)]];
            for (int change = random.Next(1, 5); change > 0; change--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at - 1));
                        break;
                    case 2:
                        bytes.InsertRange(at, words[random.Next(words.Length)]);
                        break;
                    default:
                        bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                        break;
                }
            }

            bool isRead = ViewFileReader.TryParse(bytes.ToArray(), [], out ImmutableArray<ViewDefinition> views, out string fault);
            Assert.Equal(isRead, fault.Length == 0);
            Assert.Equal(isRead, !views.IsEmpty || Encoding.UTF8.GetString([.. bytes]).TrimStart().StartsWith("[]", StringComparison.Ordinal));
            read += isRead ? 1 : 0;
        }

        Assert.InRange(read, 100, 19_900);
    }

    private static ViewDefinition Read(string json)
    {
        Assert.True(ViewFileReader.TryParse(Encoding.UTF8.GetBytes(json), ViewCatalog.All, out ImmutableArray<ViewDefinition> views, out string fault), fault);
        return Assert.Single(views);
    }

    private static void AssertRefused(string json, string expected)
    {
        Assert.False(ViewFileReader.TryParse(Encoding.UTF8.GetBytes(json), ViewCatalog.All, out ImmutableArray<ViewDefinition> views, out string fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
        Assert.Empty(views);
    }

    private static string Print(ViewDefinition view)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            ViewFileWriter.Write(json, view);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

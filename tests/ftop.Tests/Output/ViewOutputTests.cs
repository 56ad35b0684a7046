using System.Text;
using System.Text.Json;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Listing;
using Ftop.Output;

namespace Ftop.Tests.Output;

/// <summary>Views of the catalogue in text, JSON and lists: what their definitions say.</summary>
public sealed class ViewOutputTests
{
    private static readonly ViewDefinition Softirqs = ViewCatalog.Find("softirqs")!;
    private static readonly ViewDefinition Block = ViewCatalog.Find("block")!;

    private static WindowSnapshot Window => Windows.Empty with
    {
        Measures =
        [
            new MeasureTable(
                Softirqs.Measure!,
                [
                    new MeasureRow(1, [new KeyPart("vec", 1, "TIMER")], Windows.Rates(8)) { Latency = new LatencySummary(8, 16_000, 2_000, 4_000, 5_000), InFlight = 0 },
                    new MeasureRow(2, [new KeyPart("vec", 2, "NET_TX")], Windows.Rates(0)) { InFlight = 0 },
                ],
                0),
            new MeasureTable(
                Block.Measure!,
                [new MeasureRow(1, [new KeyPart("dev", null, "vda"), new KeyPart("op", null, "W\u001b")], Windows.Rates(2)) { Sum = Windows.Rates(8192), InFlight = 2 }],
                3),
        ],
    };

    [Fact]
    public void Json_HasTheColumnsByTheirIds_AndRowsThatOccurred()
    {
        using var output = new MemoryStream();
        new BatchJson(output, Softirqs, Block).Write(Window);
        using var json = JsonDocument.Parse(output.ToArray());
        JsonElement views = json.RootElement.GetProperty("views");
        JsonElement row = Assert.Single(views.GetProperty("softirqs").GetProperty("rows").EnumerateArray());
        Assert.Equal("""{"vec":1,"name":"TIMER"}""", row.GetProperty("key").GetRawText());
        Assert.Equal((8, 2_000, 4_000, 5_000, 16_000, 0), (Number("count"), Number("p50Ns"), Number("p99Ns"), Number("maxNs"), Number("totalNs"), Number("inFlight")));
        row = Assert.Single(views.GetProperty("block").GetProperty("rows").EnumerateArray());
        Assert.Equal("""{"dev":"vda","op":"W\u001B"}""", row.GetProperty("key").GetRawText());
        Assert.False(row.TryGetProperty("p50Ns", out _));
        Assert.Equal((2, 2, 3), (Number("count"), Number("inFlight"), views.GetProperty("block").GetProperty("unpaired").GetInt32()));

        long Number(string name) => row.GetProperty(name).GetInt64();
    }

    [Fact]
    public void Text_HasTheSameColumns_AndIsSafe()
    {
        var output = new StringWriter();
        new BatchText(output, Softirqs, Block).Write(Window);
        string text = output.ToString();
        Assert.Matches(@"\ncount  per sec +p50 +p99 +max +avg +time +open +total +SOFTIRQ\n +8 .* 2\.0us +4\.0us +5\.0us +2\.0us +16\.0us +0 .* TIMER\n", text);
        Assert.Contains("vda W?\nblock: 3 not timed, since events were lost\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NET_TX", text, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutViews_OutputIsWhatItWas()
    {
        using var output = new MemoryStream();
        new BatchJson(output).Write(Window);
        Assert.DoesNotContain("views", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void List_IsOneArrayInTheFormOfAViewsFile()
    {
        using var json = JsonDocument.Parse(ViewListing.ToJson(ViewCatalog.All));
        Assert.Equal(ViewCatalog.All.Select(view => view.Id), json.RootElement.EnumerateArray().Select(view => view.GetProperty("id").GetString()));
        JsonElement block = json.RootElement.EnumerateArray().Single(view => view.GetProperty("id").GetString() == "block");
        JsonElement measure = block.GetProperty("measures")[0];
        Assert.Equal("""["dev","sector"]""", measure.GetProperty("begin").GetProperty("match").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal("begin.bytes", measure.GetProperty("sum").GetString());
        Assert.Equal(Block.Columns.Select(column => column.Id), block.GetProperty("columns").EnumerateArray().Select(column => column.GetString()));
    }

    [Fact]
    public void Catalogue_HasEachIdAndDigitOnce_AndColumnsWithTheirIdsOnce()
    {
        Assert.Equal(ViewCatalog.All.Length, ViewCatalog.All.Select(view => view.Id).Distinct().Count());
        int[] digits = [.. ViewCatalog.All.Select(view => view.Digit).OfType<int>()];
        Assert.Equal(digits.Distinct(), digits);
        Assert.All(ViewCatalog.Measured, view => Assert.Equal(view.Columns.Length, view.Columns.Select(column => column.Id).Distinct().Count()));
        Assert.All(ViewCatalog.Measured, view => Assert.Equal(ColumnUnit.Key, view.Columns[0].Unit));
        Assert.All(ViewCatalog.Measured.Where(view => view.Measures.Length == 1), view => Assert.Equal(view.Id, view.Measure!.Id));
    }
}

using System.Text;
using System.Text.Json;
using Ftop.Aggregation.Windows;
using Ftop.Output;

namespace Ftop.Tests.Output;

public sealed class BatchJsonTests
{
    [Fact]
    public void Window_IsOneLineInTheOrderOfTheContract() => Assert.Equal(
        """
        {"time":"2026-01-02T03:04:05.678Z","windowSec":0.5,"tracer":"function_graph","events":["raw_syscalls","sched:sched_switch"],
        "total":{"events":300,"eventsPerSec":600,"missed":0,"overrun":0,"dropped":0,"corruptSubBuffers":0,"unpaired":0,"exitsWithoutEnter":0,"restarts":0,"shortRecords":0,"readErrors":0,"lowerBound":false},
        "cpus":[{"cpu":0,"events":100,"eventsPerSec":200,"missed":0,"overrun":0,"dropped":0},{"cpu":3,"events":200,"eventsPerSec":400,"missed":0,"overrun":0,"dropped":0}],
        "functions":[{"name":"vfs_read","count":20,"perSec":40,"totalNs":5000000,"selfNs":400,"p50Ns":1500,"p99Ns":900000,"maxNs":2000000000},
        {"name":"ext4_get","module":"ext4","count":10,"perSec":20}],
        "syscalls":[{"name":"openat","nr":257,"count":50,"perSec":100,"errors":3,"errnos":{"ENOENT":2,"EACCES":1},"p50Ns":2000,"p99Ns":4000,"maxNs":5000},
        {"name":"futex","nr":202,"count":5,"perSec":10,"errors":0,"errnos":{}}],
        "byEvent":[{"system":"sched","name":"sched_switch","count":40,"perSec":80}],
        "processes":[{"pid":0,"comm":"\u003Cidle\u003E","events":30,"syscalls":0},{"pid":17,"comm":"sh","events":12,"syscalls":7}],
        "self":{"cpuPercent":1.25,"rssBytes":24000000}}
        """.ReplaceLineEndings("") + "\n",
        Write(Windows.Full));

    [Fact]
    public void Notices_AreAnArrayThatIsThereWhileThereAreSome()
    {
        using var json = JsonDocument.Parse(Write(Windows.Full with { Notices = ["tracing was switched off", "two"] }));
        Assert.Equal(["tracing was switched off", "two"], json.RootElement.GetProperty("notices").EnumerateArray().Select(notice => notice.GetString()));
        Assert.DoesNotContain("notices", Write(Windows.Full), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoWindows_AreTwoLines()
    {
        string[] lines = Write(Windows.Full, Windows.Empty).Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal("", lines[2]);
        Assert.All(lines[..2], line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public void Loss_IsCountedAndMarked()
    {
        using var json = JsonDocument.Parse(Write(Windows.Full with { Total = new WindowTotal(300, 600, 40, 50, 60, 1) }));
        JsonElement total = json.RootElement.GetProperty("total");
        Assert.Equal((40, 50, 60), (total.GetProperty("missed").GetInt32(), total.GetProperty("overrun").GetInt32(), total.GetProperty("dropped").GetInt32()));
        Assert.True(total.GetProperty("lowerBound").GetBoolean());
    }

    [Fact]
    public void TruncatedTable_IsSaid() => Assert.Contains("\"truncated\":true", Write(Windows.Empty with { IsTruncated = true }), StringComparison.Ordinal);

    [Theory]
    [InlineData("a\u001b[2Jb")]
    [InlineData("a\nb\"c\\d")]
    [InlineData("\u009b31m\u007f\u0000")]
    [InlineData("\u202egnp.exe\u200b")]
    [InlineData("lone \ud800 surrogate")]
    public void Name_WithControls_IsEscapedAndReadBack(string comm)
    {
        string line = Write(Windows.Empty.With(new ProcessRow(1, comm, Windows.Rates(1), 0)));
        Assert.All(line[..^1], character => Assert.InRange(character, ' ', '~'));
        using var json = JsonDocument.Parse(line);
        Assert.Equal(comm.Replace('\ud800', '\ufffd'), json.RootElement.GetProperty("processes")[0].GetProperty("comm").GetString());
    }

    [Fact]
    public void RateOfNoTime_IsStillJson()
    {
        using var json = JsonDocument.Parse(Write(Windows.Empty with { WindowSec = 0, Total = new WindowTotal(1, double.PositiveInfinity, 0, 0, 0, 0) }));
        Assert.Equal(0, json.RootElement.GetProperty("total").GetProperty("eventsPerSec").GetDouble());
    }

    private static string Write(params WindowSnapshot[] windows)
    {
        using var output = new MemoryStream();
        var json = new BatchJson(output);
        foreach (WindowSnapshot window in windows)
        {
            json.Write(window);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}

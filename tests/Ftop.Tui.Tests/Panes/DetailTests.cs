using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using NSubstitute;

namespace Ftop.Tui.Tests.Panes;

/// <summary>All about a row: numbers, and what stands beside them.</summary>
public sealed class DetailTests
{
    [Theory]
    [InlineData(80, 24, "")]
    [InlineData(120, 40, "")]
    [InlineData(40, 12, "\t")]
    public void Durations_AreBars(int columns, int rows, string turns)
    {
        using var live = new LiveScreen(columns, rows);
        live.Show(Window(1)).Type($"2j\r{turns}").Show(Window(2), Window(3));
        GoldenScreen.Check($"durations-{columns}x{rows}", live.Terminal);
    }

    [Fact]
    public void Durations_AddUpFromTheMomentTheyAreLookedAt_UntilClear()
    {
        using var live = new LiveScreen();
        live.Show(Window(1), Window(2)).Type("2j\r");
        Assert.Contains("8 timed in 1.00s", live.Text, StringComparison.Ordinal);
        Assert.Contains("24 timed in 3.00s", live.Show(Window(3), Window(4)).Text, StringComparison.Ordinal);
        live.Type(" ").Show(Window(5)); // a page on, not frozen
        Assert.Contains("32 timed in 4.00s", live.Text, StringComparison.Ordinal);
        Assert.Contains("8 timed in 1.00s", live.Type("c").Show(Window(6)).Text, StringComparison.Ordinal);
    }

    /// <summary>A recording does not tell what was on.</summary>
    [Theory]
    [InlineData("raw_syscalls", "comes with the next window")]
    [InlineData("raw_syscalls:sys_exit", "only exits are traced")]
    [InlineData(null, "only exits are traced")]
    public void CallsThatAreNotTimed_AreSaidToBeWhy(string? isOn, string why)
    {
        using var live = new LiveScreen();
        WindowSnapshot window = Window(1);
        live.Show(window with
        {
            Events = isOn is null ? default : [isOn],
            SystemCalls = [.. window.SystemCalls.Select(row => row with { Latency = null })],
        }).Type("2\r");
        Assert.Contains($"not timed: {why}", live.Text.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void NarrowScreen_TabGoesRound_AndBack()
    {
        using var live = new LiveScreen(40, 12);
        live.Show(Window(1)).Type("2j\r");
        Assert.Contains("calls in the window", live.Text, StringComparison.Ordinal);
        Assert.Contains("timed in", live.Type("\t").Text, StringComparison.Ordinal);
        Assert.Contains("counting begins", live.Type("\t").Text, StringComparison.Ordinal);
        Assert.Contains("calls in the window", live.Type("\t\t").Text, StringComparison.Ordinal);
        Assert.Contains("counting begins", live.Type("\e[Z").Text, StringComparison.Ordinal);
        Assert.Contains("SYSTEM CALL", live.Escape().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherRow_BeginsAnew()
    {
        using var live = new LiveScreen();
        live.Show(Window(1)).Type("2j\r").Show(Window(2)).Escape().Type("j\r");
        Assert.DoesNotContain("timed in", live.Text, StringComparison.Ordinal);
        Assert.Contains("8 timed in 1.00s", live.Escape().Type("k\r").Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24, "\t")]
    [InlineData(120, 40, "\t")]
    [InlineData(40, 12, "\t\t")]
    public void Worst_IsThereWithTheKernelsText(int columns, int rows, string turns)
    {
        using var live = new LiveScreen(columns, rows, arrange: control => control.ReadPast(default).ReturnsForAnyArgs(Task.FromResult(Past)));
        live.Show(Worst(1, 12_345_678)).Type($"vBlock\r\r{turns}");
        GoldenScreen.Check($"worst-{columns}x{rows}", live.Terminal);
    }

    [Fact]
    public void Worst_IsReadOnce_AndKept_UntilThereIsAWorseOne()
    {
        using var live = new LiveScreen(arrange: control => control.ReadPast(default).ReturnsForAnyArgs(Task.FromResult(Past)));
        live.Show(Worst(1, 12_345_678)).Type("vBlock\r\r\t").Show(Worst(2, 12_345_678)).Escape().Type("\r\t");
        live.Control.ReceivedWithAnyArgs(1).ReadPast(default);
        Assert.Contains("block_rq_issue: 254,0", live.Text, StringComparison.Ordinal);
        live.Control.ReadPast(default).ReturnsForAnyArgs(Task.FromResult(new PastText([], "what happened meanwhile is not in memory any more")));
        Assert.Contains("12.3ms", live.Text, StringComparison.Ordinal);
        live.Show(Worst(3, 23_000_000));
        Assert.Contains("23.0ms", live.Text, StringComparison.Ordinal);
        Assert.Contains("what happened meanwhile is not in", live.Text, StringComparison.Ordinal);
        live.Show(SampleWindows.At(4));
        Assert.Contains("23.0ms", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void O_SavesThePast_WhereThereIsALongestSpan()
    {
        using var live = new LiveScreen(arrange: control => control.ReadPast(default).ReturnsForAnyArgs(Task.FromResult(Past)));
        live.Show(Worst(1, 12_345_678)).Type("o");
        Assert.Contains("Enter on a row that has one", live.SecondRow, StringComparison.Ordinal);
        live.Control.DidNotReceive().SavePast();
        live.Type("vBlock\r\ro");
        live.Control.Received(1).SavePast();
        Assert.Contains("the past is in trace.dat", live.SecondRow, StringComparison.Ordinal);
    }

    /// <summary>The longest call of a row and the latest that failed, with their arguments; what the kernel says of them is untrusted.</summary>
    [Theory]
    [InlineData(80, 24, "", "\t")]
    [InlineData(40, 12, "\t", "\t")]
    public void SystemCall_IsThereWithItsArguments(int columns, int rows, string worst, string failed)
    {
        using var live = new LiveScreen(columns, rows, arrange: control => control.ReadPast(default).ReturnsForAnyArgs(call => Task.FromResult(PastOf(call.Arg<WorstSpan>()))));
        live.Show(Called(1, 45_000)).Type($"2j\r{worst}");
        GoldenScreen.Check($"worst-call-{columns}x{rows}", live.Terminal);
        live.Type(failed);
        GoldenScreen.Check($"failed-call-{columns}x{rows}", live.Terminal);
    }

    /// <summary>Of a call that fails every second, what was read of the one before stays until the next is read.</summary>
    [Fact]
    public void FailedCall_StaysUntilTheNextIsRead()
    {
        using var live = new LiveScreen(arrange: control => control.ReadPast(default).ReturnsForAnyArgs(call => Task.FromResult(PastOf(call.Arg<WorstSpan>()))));
        live.Show(Called(1, 45_000)).Type("2j\r\t");
        Assert.Contains("began  239.000001", live.Text, StringComparison.Ordinal);
        var late = new TaskCompletionSource<PastText>();
        live.Control.ReadPast(default).ReturnsForAnyArgs(late.Task);
        live.Show(Called(2, 45_000));
        Assert.Contains("began  239.000001", live.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("reading", live.Text, StringComparison.Ordinal);
        late.SetResult(new PastText([], "what happened meanwhile is not in memory any more"));
        live.Show();
        Assert.Contains("began  239.000002", live.Text, StringComparison.Ordinal);
        Assert.Contains("not in memory", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Function_HasItsLongestCall()
    {
        using var live = new LiveScreen(arrange: control => control.ReadPast(default).ReturnsForAnyArgs(Task.FromResult(Past)));
        WindowSnapshot window = SampleWindows.Timed(1);
        live.Show(window with { Functions = [.. window.Functions.Select(static row => row with { Worst = new WorstSpan(238_502_726_000, 98_765_000, 1, 1, 1234, 1234) })] });
        live.Type("1\r");
        Assert.Contains("longest since start or clear: 98.8ms", live.Text, StringComparison.Ordinal);
        Assert.Contains("block_rq_issue", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Breakdown_IsMeasuredWhileItIsLookedAt_AndNotBefore()
    {
        using var live = new LiveScreen();
        live.Show(Worst(1, 12_345_678)).Type("vBlock\r\r\t");
        Assert.DoesNotContain(Watched(live), static measure => measure.Of is not null);
        live.Type("\t");
        Measure byTask = Assert.Single(Watched(live), static measure => measure.Of is not null);
        Assert.Equal("block by pid", byTask.Id);
        Assert.Equal("block", byTask.Of!.Id);
        var rows = new MeasureTable(byTask, [SampleWindows.Row(7214, [new KeyPart("pid", 7214, "dd") { IsTask = true }], 90, 12_000), SampleWindows.Row(1, [new KeyPart("pid", 16906, ".NET\e TP Worker") { IsTask = true }], 10, 0)], 0) { MeasuredSec = 12 };
        WindowSnapshot window = Worst(2, 12_345_678);
        live.Show(window with { Measures = [.. window.Measures, rows] });
        GoldenScreen.Check("breakdown-80x24", live.Terminal);
        live.Escape();
        Assert.DoesNotContain(Watched(live), static measure => measure.Of is not null);
    }

    /// <summary>By what tells of its events, as far as this kernel's have it; of an event, which is no measure's row, all of it.</summary>
    [Fact]
    public void Breakdown_ByAField_AndOfAnEvent()
    {
        using var live = new LiveScreen(80, 24);
        WindowSnapshot window = Worst(1, 12_345_678);
        live.Show(window with { Measures = [.. window.Measures.Select(static table => table with { Fields = table.Measure.Id == "block" ? ["bytes", "nr_sector"] : [] })] });
        live.Type("vBlock\r\r\t\t\t");
        Assert.Contains("durations  worst  by task  by CPU  by", live.Text.Split('\n')[2], StringComparison.Ordinal);
        live.Type("\t");
        Assert.EndsWith("worst  by task  by CPU  by bytes", live.Text.Split('\n')[2].TrimEnd(), StringComparison.Ordinal);
        Assert.Equal("block by bytes", Assert.Single(Watched(live), static measure => measure.Of is not null).Id);
        live.Escape().Type("4j\r");
        Assert.Equal("events by pid", Assert.Single(Watched(live), static measure => measure.Of is not null).Id);
        live.Escape();
        Assert.DoesNotContain(Watched(live), static measure => measure.Of is not null);
    }

    private static ImmutableArray<Measure> Watched(LiveScreen live) =>
        (ImmutableArray<Measure>)live.Control.ReceivedCalls().Last(static call => call.GetMethodInfo().Name == nameof(ITracingControl.Watch)).GetArguments()[0]!;

    private static readonly PastText Past = new(
        [
            "              dd-1234    [001] d..1.   238.502726: block_rq_issue: 254,0 W 4096 () 2048 + 8 none,0,0 [dd]",
            "          <idle>-0       [000] d.h1.   238.515072: block_rq_complete: 254,0 W () 2048 + 8 none,0,0 [0]",
        ],
        null);

    private static PastText PastOf(WorstSpan span) => new(
        [$"             cat-1234    [001] .....   238.502726: sys_enter: NR 257 (ffffff9c, 7f638db11b20, 80000, 0, 0, 0)"], null)
    {
        Call = $"{span.SystemCall}(dfd=-100, filename=\"/etc/\e[2Jno\", flags=0x80000, mode=0)",
    };

    // openat has a longest call, and another one that fails every window.
    private static WindowSnapshot Called(int tick, long durationNs)
    {
        WindowSnapshot window = SampleWindows.At(tick);
        return window with
        {
            SystemCalls =
            [
                .. window.SystemCalls.Select(row => row.Name != "openat" ? row : row with
                {
                    Worst = new WorstSpan(238_502_726_000, durationNs, 1, 1, 1234, 1234) { SystemCall = "openat" },
                    Failed = new FailedSpan(new WorstSpan(239_000_000_000 + (1_000UL * (ulong)tick), 1_900, 0, 0, 1234, 1234) { SystemCall = "openat" }, "ENOENT"),
                }),
            ],
        };
    }

    private static WindowSnapshot Worst(int tick, long durationNs)
    {
        WindowSnapshot window = SampleWindows.Measured(tick);
        return window with
        {
            Measures =
            [
                .. window.Measures.Select(table => table.Measure.Id != "block" ? table : table with
                {
                    Rows = [table.Rows[0] with { Durations = Durations.Of(4_560_000, durationNs), Worst = new WorstSpan(238_502_726_000, durationNs, 1, 0, 1234, 0) }, .. table.Rows.Skip(1)],
                }),
            ],
        };
    }

    // openat alone is timed one by one.
    private static WindowSnapshot Window(int tick)
    {
        WindowSnapshot window = SampleWindows.At(tick);
        return window with
        {
            SystemCalls =
            [
                .. window.SystemCalls.Select(row => row.Name == "openat" ? row with { Durations = Durations.Of(1_200, 1_900, 2_500, 3_000, 3_100, 9_000, 45_600, 1_820_000) } : row),
            ],
        };
    }
}

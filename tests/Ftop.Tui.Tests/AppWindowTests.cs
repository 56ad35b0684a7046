using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Themes;
using NSubstitute;
using Terminal.Gui.Input;

namespace Ftop.Tui.Tests;

public sealed class AppWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomSizesKeysAndWindows_NeverThrow(int seed)
    {
        var random = new Random(seed);
        using var live = new LiveScreen();
        Key[] keys = [.. Keys.Table.Where(entry => entry.Label != "q F10").SelectMany(entry => entry.Keys), Key.Backspace, (Key)'x', Key.Delete];
        for (int step = 0; step < 400; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    live.Terminal.Resize(random.Next(1, 201), random.Next(1, 61));
                    break;
                case 1:
                    live.Show(random.Next(4) switch
                    {
                        0 => SampleWindows.Timed(step),
                        1 => SampleWindows.Counted(step),
                        2 => SampleWindows.At(step, lost: step),
                        _ => SampleWindows.Nothing,
                    });
                    break;
                default:
                    live.Terminal.Press(keys[random.Next(keys.Length)]);
                    break;
            }
        }

        Assert.False(live.Terminal.HasEnded);
        live.Terminal.Press(Key.Esc, Key.Esc, Key.D0);
        live.Terminal.Resize(80, 24);
        live.Show(SampleWindows.At(1));
        Assert.StartsWith("ftop", live.Terminal.Rows[0]);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("\\")]
    [InlineData("p")]
    [InlineData("l")]
    [InlineData("e")]
    [InlineData("t")]
    [InlineData("?")]
    [InlineData("D")]
    [InlineData("\r")]
    public void ScreenOfNearlyNothing_IsWholeAgainOnceItGrows(string key)
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.Timed(1)).Terminal.Type(key);
        string before = live.Text;
        foreach ((int columns, int rows) in ((int, int)[])[(80, 1), (1, 1), (1, 24), (2, 2), (80, 2)])
        {
            live.Terminal.Resize(columns, rows);
            live.Show(SampleWindows.Timed(1));
            Assert.Equal(rows, live.Terminal.Rows.Length);
        }

        live.Terminal.Resize(80, 24);
        Assert.False(live.Terminal.HasEnded);
        Assert.Equal(before.Split('\n')[^1], live.Terminal.Rows[^1]);
    }

    [Fact]
    public void SmallestScreens_AreDrawnBeforeAndAfterTheFirstWindow()
    {
        foreach (int columns in (int[])[1, 2, 3, 4, 5, 8, 12, 20])
        {
            foreach (int rows in (int[])[1, 2, 3, 5, 24])
            {
                foreach (int view in (int[])[0, 1, 4, 9])
                {
                    using var live = new LiveScreen(columns, rows, initialView: view);
                    Assert.Equal(rows, live.Terminal.Rows.Length);
                    live.Show(SampleWindows.Timed(1)).Terminal.Type("?\eD\e/a\ee\e");
                    Assert.False(live.Terminal.HasEnded, $"{columns}x{rows}, view {view}");
                }
            }
        }
    }

    [Theory]
    [InlineData(40, 12)]
    [InlineData(200, 60)]
    [InlineData(80, 24)]
    public void Resize_DrawsWhatAFreshScreenWould(int columns, int rows)
    {
        using var fresh = new LiveScreen(columns, rows);
        fresh.Show(SampleWindows.Timed(1));
        using var resized = new LiveScreen(100, 30);
        resized.Show(SampleWindows.Timed(1)).Terminal.Resize(columns, rows);
        Assert.Equal(fresh.Text, resized.Text);
    }

    [Fact]
    public void Notices_StandOnTheScreen_UntilTheirCauseIsGone()
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.At(1) with { Notices = ["tracing was switched off by somebody else: 'echo 1 >/sys/kernel/tracing/instances/ftop-1/tracing_on' switches it on", "two"] });
        Assert.StartsWith("tracing was switched off by somebody else: 'echo 1", live.Terminal.Rows[1], StringComparison.Ordinal);
        Assert.EndsWith("switches it on; two", live.Terminal.Rows[2].TrimEnd(), StringComparison.Ordinal);
        Assert.StartsWith("pid all  on: ", live.Terminal.Rows[3], StringComparison.Ordinal);
        Assert.StartsWith("    TID THREAD", live.Terminal.Rows[4], StringComparison.Ordinal);
        live.Show(SampleWindows.At(2));
        Assert.StartsWith("pid all  on: ", live.Terminal.Rows[1], StringComparison.Ordinal);
        Assert.StartsWith("    TID THREAD", live.Terminal.Rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Overlay_LeavesNothingBehind()
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.At(1));
        string before = live.Text;
        foreach (string keys in (ReadOnlySpan<string>)["?", "D", "e", "t", "9"])
        {
            live.Type(keys).Escape();
            Assert.Equal(before, live.Text);
        }
    }

    [Fact]
    public void Loss_IsAnErrorOnTheStatusLineAndAWarningAfterwards()
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.At(1, lost: 7));
        int column = live.Terminal.Rows[0].IndexOf("lost 7", StringComparison.Ordinal);
        Assert.Equal(live.Themes.Current[ThemeRole.Error], live.Terminal.AttributeAt(column, 0));
        WindowSnapshot after = SampleWindows.At(2);
        live.Show(after with { Cpus = [after.Cpus[0] with { LostSinceStart = 7 }, after.Cpus[1]] });
        Assert.Contains("lost 0 (7 in all)", live.Terminal.Rows[0]);
    }

    [Fact]
    public void Loss_MarksEachSpanAsLongAsItIsInIt()
    {
        using var live = new LiveScreen(119, 30);
        live.Type("4").Show(SampleWindows.At(1, lost: 7));
        Assert.Equal(["≥4.50k", "≥4.05k", "≥3.60k", "≥270k"], Numbers(live));
        WindowSnapshot later = SampleWindows.At(20);
        live.Show(later with { Cpus = [later.Cpus[0] with { LostSinceStart = 7 }, later.Cpus[1]] });
        Assert.Equal(["4.50k", "4.05k", "≥3.60k", "≥270k"], Numbers(live));
    }

    [Fact]
    public void EqualRows_KeepTheirOrderFromWindowToWindow()
    {
        using var live = new LiveScreen();
        ImmutableArray<SystemCallRow> calls = [.. Enumerable.Range(0, 12).Select(number => SampleWindows.Call($"call{number:00}", number, 5, 0, [], 10))];
        var random = new Random(5);
        live.Type("2");
        for (int tick = 1; tick < 6; tick++)
        {
            SystemCallRow[] shuffled = [.. calls];
            random.Shuffle(shuffled);
            live.Show(SampleWindows.At(tick) with { SystemCalls = [.. shuffled] });
            string[] shown = [.. live.Terminal.Rows[3..15].Select(row => row[..6])];
            Assert.Equal(calls.Select(call => call.Name), shown);
        }
    }

    [Fact]
    public void ManyRows_ScrollWithTheSelection()
    {
        using var live = new LiveScreen();
        live.Type("2").Show(SampleWindows.At(1) with
        {
            SystemCalls = [.. Enumerable.Range(0, 300).Select(number => SampleWindows.Call($"call{number:000}", number, 1000 - number, 0, [], 10))],
        });
        live.Type("\e[F");
        Assert.StartsWith("call299", live.Terminal.Rows[^2]);
        live.Type("\e[H");
        Assert.StartsWith("call000", live.Terminal.Rows[3]);
    }

    [Fact]
    public void FirstRowShown_IsTheFirst_UntilTheOperatorMoves_AndElseSaid()
    {
        using var live = new LiveScreen();
        WindowSnapshot Window(int tick) => SampleWindows.At(tick) with
        {
            SystemCalls = [.. Enumerable.Range(0, 300).Select(number => SampleWindows.Call($"call{number:000}", number, 1000 - ((number + (50 * tick)) % 300), 0, [], 10))],
        };
        live.Type("2").Show(Window(0), Window(1));
        Assert.StartsWith("call250", live.Terminal.Rows[3]);
        Assert.DoesNotContain("rows ", live.Terminal.Rows[0], StringComparison.Ordinal);

        live.Type("j").Show(Window(2));
        Assert.Contains("  rows 33-52 of 300  ", live.Terminal.Rows[0] + "  ", StringComparison.Ordinal);
        Assert.StartsWith("SYSTEM CALL 33-52/300", live.Terminal.Rows[2]);

        live.Type("\e[H").Show(Window(3));
        Assert.StartsWith("call150", live.Terminal.Rows[3]);
        Assert.DoesNotContain("rows ", live.Terminal.Rows[0], StringComparison.Ordinal);
    }

    [Fact]
    public void FunctionTimes_SayWhatTheyAreOf_AndTheIdleTasksStandLast()
    {
        using var live = new LiveScreen();
        WindowSnapshot timed = SampleWindows.Timed(1) with { IsWallTime = false };
        FunctionRow idle = new("cpuidle_enter (idle)", null, SampleWindows.Rates(10), new LatencySummary(10, 9_900_000_000, 990_000_000, 1, 1), 9_900_000_000) { IsIdle = true };
        live.Type("1").Show(timed with { Functions = [idle, .. timed.Functions] });
        Assert.StartsWith("FUNCTION CPU time", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.StartsWith("cpuidle_enter (idle)", live.Terminal.Rows[8], StringComparison.Ordinal);
        live.Type("w").Show(timed with { IsWallTime = true });
        Assert.StartsWith("FUNCTION wall time", live.Terminal.Rows[2], StringComparison.Ordinal);
        live.Control.Received().SetWallTime(true);
    }

    [Fact]
    public void FilteredFunctions_AreSortedByTotal_AndHaveNoOwnTime()
    {
        using var live = new LiveScreen();
        WindowSnapshot timed = SampleWindows.Timed(1);
        live.Type("1").Show(timed with { Functions = [.. timed.Functions.Select(row => row with { SelfNs = null })] });
        Assert.DoesNotContain("SELF", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.Contains("▼TOTAL", live.Terminal.Rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_LeavesTotalsOfWhatWasOffMeanwhile()
    {
        using var live = new LiveScreen();
        WindowSnapshot lossy = SampleWindows.At(1, lost: 40);
        live.Type("4").Show(lossy with { ByEvent = [new EventRow("irq", "on", SampleWindows.Rates(7)), new EventRow("sched", "off", SampleWindows.Rates(5) with { IsSparedByLoss = true })] });
        Assert.EndsWith("≥420", live.Terminal.Rows[3].TrimEnd(), StringComparison.Ordinal);
        Assert.EndsWith(" 300", live.Terminal.Rows[4].TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mark_LeavesTheColumnsOfTheWindowOnScreen()
    {
        using var live = new LiveScreen();
        live.Type("1").Show(SampleWindows.Counted(1)).Type("m").Show(SampleWindows.Timed(2));
        Assert.Contains("SELF", live.Terminal.Rows[2], StringComparison.Ordinal);
        live.Show(SampleWindows.Timed(3)).Type("mm").Show(SampleWindows.Counted(4));
        Assert.DoesNotContain("SELF", live.Terminal.Rows[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void WhatFtopTakes_NeverLeavesTheHeader(int columns)
    {
        using var live = new LiveScreen(columns);
        live.Type("7").Show(SampleWindows.At(1, lost: 93_700) with { Self = new SelfUse(131, 30 << 20), IsTruncated = true });
        Assert.Contains("self 131.0%", live.Terminal.Rows[0], StringComparison.Ordinal);
    }

    [Fact]
    public void ShareSeen_IsSaid_WhereItIsKnown()
    {
        using var live = new LiveScreen();
        WindowSnapshot lossy = SampleWindows.At(1) with { Total = new WindowTotal(28, 28, 72, 72, 0, 0) };
        Assert.Contains("28% seen", live.Show(lossy).Terminal.Rows[0], StringComparison.Ordinal);
        Assert.DoesNotContain("seen", live.Show(lossy with { Total = lossy.Total with { IsMissedUnknown = true } }).Terminal.Rows[0], StringComparison.Ordinal);
        Assert.DoesNotContain("seen", live.Show(SampleWindows.At(2)).Terminal.Rows[0], StringComparison.Ordinal);
    }

    [Fact]
    public void LongNames_AreCutWhereTheyDoNotDiffer()
    {
        const string stem = "regmap_mmio_context_of_a_vendor_device_driver_with_a_long_name";
        using var live = new LiveScreen();
        live.Type("1").Show(SampleWindows.Counted(1) with
        {
            Functions = [.. ((string[])["read", "write"]).Select(end => new Aggregation.Windows.FunctionRow($"{stem}_{end}", null, SampleWindows.Rates(9), null, null))],
        });
        Assert.Matches("^regmap_mmio_context_of….*_long_name_read ", live.Terminal.Rows[3]);
        Assert.Matches("^regmap_mmio_context_of….*_long_name_write ", live.Terminal.Rows[4]);
        live.Type("/name_wr");
        int column = live.Terminal.Rows[4].IndexOf("name_wr", StringComparison.Ordinal);
        Assert.Equal(live.Themes.Current[ThemeRole.Key], live.Terminal.AttributeAt(column, 4));
        Assert.Equal(live.Themes.Current[ThemeRole.Key], live.Terminal.AttributeAt(column + 6, 4));
        Assert.NotEqual(live.Themes.Current[ThemeRole.Key], live.Terminal.AttributeAt(column - 1, 4));
    }

    [Fact]
    public void NameColumn_StaysAsWideWhileRowsChange()
    {
        using var live = new LiveScreen();
        live.Type("1").Show(SampleWindows.Timed(1));
        string header = live.Terminal.Rows[2];
        live.Show(SampleWindows.Timed(2) with { Functions = [SampleWindows.Timed(2).Functions[0]] });
        Assert.Equal(header, live.Terminal.Rows[2]);
    }

    [Fact]
    public void EndOfTrace_IsSaid()
    {
        using var live = new LiveScreen();
        live.EndOfTrace();
        Assert.Equal("end of the trace", live.SecondRow);
    }

    [Fact]
    public void InitialView_IsShownAndGetsWhatItNeeds()
    {
        using var live = new LiveScreen(initialView: 2, arrange: control => control.AllOff());
        Assert.StartsWith("System calls", live.Terminal.Rows[0]);
        Assert.True(live.Control.State.SystemCallsOn);
    }

    private static string[] Numbers(LiveScreen live) => live.Terminal.Rows[live.RowOf("sched:sched_switch  ")].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
}

using Ftop.Aggregation.Windows;

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

    [Fact]
    public void NarrowScreen_TabGoesRound_AndBack()
    {
        using var live = new LiveScreen(40, 12);
        live.Show(Window(1)).Type("2j\r");
        Assert.Contains("calls in the window", live.Text, StringComparison.Ordinal);
        Assert.Contains("timed in", live.Type("\t").Text, StringComparison.Ordinal);
        Assert.Contains("calls in the window", live.Type("\t").Text, StringComparison.Ordinal);
        Assert.Contains("timed in", live.Type("\e[Z").Text, StringComparison.Ordinal);
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

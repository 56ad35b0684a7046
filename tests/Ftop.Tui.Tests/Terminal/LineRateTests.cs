using Ftop.Tui.Terminal.Output;

namespace Ftop.Tui.Tests;

/// <summary>The same windows and keys over lines of different speed end in the same screen, and a key is answered in time on each.</summary>
public sealed class LineRateTests
{
    private const int Columns = 80;
    private const int Rows = 24;

    [Theory]
    [InlineData(2400)]
    [InlineData(9600)]
    [InlineData(115200)]
    public void FrozenScreen_IsThatOfAFastLine(int lineRateBaud)
    {
        VtScreen slow = Play(lineRateBaud);
        VtScreen fast = Play(0);
        Assert.Contains("FROZEN", fast.Row(0), StringComparison.Ordinal);
        Assert.True(slow.Shows(fast), slow.Difference(fast));
    }

    [Fact]
    public void ArrowKey_AnswersWhileTheScreenIsLive()
    {
        using var live = new LiveScreen(Columns, Rows, lineRateBaud: 9600);
        var screen = new VtScreen(Columns, Rows);
        live.Show(SampleWindows.At(0)).Type("2");
        live.Terminal.Advance(TimeSpan.FromSeconds(10));
        for (int tick = 1; tick <= 20; tick++)
        {
            live.Show(SampleWindows.At(tick));
            live.Terminal.Advance(TimeSpan.FromMilliseconds(530));
            screen.Feed(live.Terminal.Line.TakeSent());
            int selected = Selected(screen);
            Assert.NotEqual(0, selected);
            live.Type(tick % 2 == 1 ? "\x1b[B" : "\x1b[A");
            double lineMs = 0;
            int answeredMs = 0;
            for (; Selected(screen) == selected && answeredMs < 1000; answeredMs += 10)
            {
                byte[] sent = live.Terminal.Line.TakeSent();
                lineMs = Math.Max(0, lineMs - 10) + (sent.Length / 0.96);
                screen.Feed(sent);
                live.Terminal.Clock.Advance(TimeSpan.FromMilliseconds(10));
                live.Terminal.Settle();
            }

            Assert.InRange(answeredMs + lineMs, 0, 200);
        }
    }

    private static int Selected(VtScreen screen) =>
        Enumerable.Range(3, Rows - 4).FirstOrDefault(row => screen.At(5, row).Look.Style.HasFlag(SgrStyle.Reverse));

    private static VtScreen Play(int lineRateBaud)
    {
        using var live = new LiveScreen(Columns, Rows, lineRateBaud: lineRateBaud);
        var screen = new VtScreen(Columns, Rows);
        int tick = 0;
        foreach (string keys in (string[])["2", "jj", "?", "h", "4", "\t", "3", "0", "z", "2j>", " "])
        {
            live.Show(SampleWindows.At(++tick, lost: tick % 3)).Type(keys);
            live.Terminal.Advance(TimeSpan.FromMilliseconds(300));
            screen.Feed(live.Terminal.Line.TakeSent());
        }

        live.Terminal.Advance(TimeSpan.FromSeconds(30));
        screen.Feed(live.Terminal.Line.TakeSent());
        return screen;
    }
}

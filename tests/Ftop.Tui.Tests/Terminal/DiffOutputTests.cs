using System.Text;
using Ftop.Tui.Terminal;
using Ftop.Tui.Terminal.Output;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Tests;

public sealed class DiffOutputTests
{
    public static TheoryData<int, int> Modes => new(
        from color in Enum.GetValues<ColorMode>() from charset in Enum.GetValues<Charset>() select ((int)color, (int)charset));

    [Theory]
    [MemberData(nameof(Modes))]
    public void RandomFrames_AreShownAsTheyAre(int colorMode, int charset)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            var bench = new OutputBench(40 + seed, 10, (ColorMode)colorMode, (Charset)charset, seed: seed);
            for (int frame = 0; frame < 60; frame++)
            {
                bench.Frames.Change();
                byte[] sent = bench.Refresh();
                Assert.False(bench.Output.HasMore);
                Assert.True((Charset)charset == Charset.Utf8 || sent.All(value => value < 0x80));
                bench.AssertShown();
            }
        }
    }

    [Theory]
    [InlineData(9600)]
    [InlineData(115200)]
    public void ThrottledLine_ShowsTheLastFrameInTheEnd(int lineRateBaud)
    {
        var random = new Random(7);
        var bench = new OutputBench(40, 10, lineRateBaud: lineRateBaud, seed: 3);
        for (int round = 0; round < 30; round++)
        {
            for (int skipped = random.Next(1, 6); skipped > 0; skipped--)
            {
                bench.Frames.Change();
                bench.Refresh();
                bench.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(40)));
            }

            for (int slices = 0; bench.Output.HasMore || bench.Output.HasBytes; slices++)
            {
                Assert.True(slices < 1000);
                bench.Clock.Advance(bench.Output.FreeIn);
                bench.Refresh();
            }

            bench.AssertShown();
        }
    }

    [Fact]
    public void LineThatTakesFewBytes_ShowsTheLastFrameInTheEnd()
    {
        var random = new Random(11);
        var bench = new OutputBench(40, 10, seed: 5);
        for (int round = 0; round < 30; round++)
        {
            bench.Frames.Change();
            do
            {
                bench.Line.Room = random.Next(1, 50);
                bench.Refresh();
            }
            while (bench.Output.HasMore || bench.Output.HasBytes);
            bench.AssertShown();
        }
    }

    [Fact]
    public void SlowLine_GetsHalfItsRateFromTicksAndAllOfItForKeys()
    {
        var bench = new OutputBench(80, 24, lineRateBaud: 9600);
        Drain(bench);
        int Sent(bool isUrgent)
        {
            int sent = 0;
            for (int ms = 0; ms < 10_000; ms += 20)
            {
                if (ms % 200 == 0)
                {
                    bench.Frames.Change();
                }

                if (isUrgent)
                {
                    bench.Output.Hurry();
                }

                sent += bench.Refresh().Length;
                bench.Clock.Advance(TimeSpan.FromMilliseconds(20));
            }

            return sent;
        }

        Assert.InRange(Sent(isUrgent: false), 1000, 4900);
        Assert.InRange(Sent(isUrgent: true), 5000, 9800);
    }

    [Fact]
    public void KeysAnswer_OvertakesARefreshThatIsStillOwed()
    {
        var bench = new OutputBench(80, 24, lineRateBaud: 9600);
        Drain(bench);
        for (int row = 0; row < 20; row++)
        {
            Write(bench, 0, row, new string((char)('a' + row), 70), Frames.Plain);
        }

        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        bench.Refresh();
        Write(bench, 10, 22, "answer", Frames.Plain);
        bench.Output.Hurry();
        TimeSpan waited = TimeSpan.Zero;
        while (!bench.Screen.Row(22).Contains("answer", StringComparison.Ordinal))
        {
            waited += bench.Output.FreeIn;
            bench.Clock.Advance(bench.Output.FreeIn);
            bench.Refresh();
        }

        Assert.InRange(waited.TotalMilliseconds + 80, 1, 200);
    }

    [Fact]
    public void SteadyState_AllocatesNothing()
    {
        var line = new CountingLine(80, 24);
        var capabilities = new TerminalCapabilities { ColorMode = ColorMode.Colors256, Charset = Charset.Utf8, CanHideCursor = true, HasAlternateScreen = true };
        var output = new DiffOutput(line, capabilities, new Pacing(new MonotonicTime(), 0));
        var frames = new Frames(80, 24, seed: 9);
        string[] digits = ["0", "1", "2", "3", "█", "─", " "];
        Attribute[] looks = [Frames.Plain, new(new Color(ColorName16.Green), Color.None), new(new Color(200, 10, 77), new Color(0, 0, 40), TextStyle.Bold)];
        Cell[] cells = [.. from digit in digits from look in looks select new Cell(look, true, digit)];
        output.Enter();
        void Refresh(int frame)
        {
            for (int row = 0; row < 24; row++)
            {
                for (int column = frame % 3; column < 80; column += 3)
                {
                    frames.Cells[row, column] = cells[(row + column + frame) % cells.Length];
                }
            }

            output.Write(frames.Buffer);
            output.Flush();
        }

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int frame = 0; frame < 200; frame++)
            {
                Refresh(frame);
            }
        }));
        Assert.True(line.Bytes > 400 * 24 * 20);
    }

    [Fact]
    public void SameFrame_SendsNothing()
    {
        var bench = new OutputBench(40, 10);
        bench.Frames.Change();
        Assert.NotEmpty(bench.Refresh());
        Assert.Empty(bench.Refresh());
    }

    [Fact]
    public void Invalidate_SendsTheWholeScreenAgain()
    {
        var bench = new OutputBench(40, 10);
        Write(bench, 0, 0, "hello", Frames.Plain);
        bench.Refresh();
        bench.Output.Invalidate();
        Assert.Equal("\e[m\e[H\e[2Jhello", Encoding.UTF8.GetString(bench.Refresh()));
    }

    [Fact]
    public void TerminalGuisTitlesAndQueries_NeverLeave()
    {
        var bench = new OutputBench(40, 10);
        bench.Refresh();
        bench.Output.Write("\e]0;title\a\e[?1003h\e[6n".AsSpan());
        Assert.Empty(bench.Refresh());
    }

    [Fact]
    public void Cursor_IsPlacedAndShownAfterTheFrame()
    {
        var bench = new OutputBench(40, 10);
        bench.Output.SetCursor(new Cursor { Position = new System.Drawing.Point(7, 3), Style = CursorStyle.BlinkingBlock });
        bench.Refresh();
        Assert.True(bench.Screen.IsCursorShown);
        Assert.Equal((7, 3), bench.Screen.Cursor);
        bench.Output.SetCursor(new Cursor());
        bench.Refresh();
        Assert.False(bench.Screen.IsCursorShown);
    }

    [Fact]
    public void Leave_GivesTheScreenBackOnce()
    {
        var bench = new OutputBench(40, 10);
        bench.Refresh();
        Assert.True(bench.Screen.IsAlternate);
        bench.Output.Leave();
        bench.Output.Leave();
        byte[] sent = bench.Line.TakeSent();
        Assert.Equal("\e[m\e[?1049l\e[?25h", Encoding.ASCII.GetString(sent));
        Assert.Empty(bench.Refresh());
    }

    private static void Drain(OutputBench bench)
    {
        do
        {
            bench.Refresh();
            bench.Clock.Advance(bench.Output.FreeIn);
        }
        while (bench.Output.HasMore);
    }

    private static void Write(OutputBench bench, int column, int row, string text, Attribute attribute)
    {
        foreach (char character in text)
        {
            bench.Frames.Cells[row, column++] = new Cell(attribute, true, character.ToString());
        }
    }
}

namespace Ftop.Tui.Tests;

/// <summary>Console log lines that the kernel prints over the screen, scrolling it, and how they go.</summary>
public sealed class RepairTests
{
    private const int Columns = 80;
    private const int Rows = 24;
    private const string LogLine = "[ 1234.567890] e1000 0000:00:03.0 eth0: NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX";

    [Fact]
    public void CtrlL_HealsEverything()
    {
        (LiveScreen live, VtScreen screen, VtScreen sound) = Start(lineRateBaud: 0);
        using (live)
        {
            screen.Overwrite(LogLine);
            Assert.False(screen.Shows(sound));
            live.Type("\x0c");
            screen.Feed(live.Terminal.Line.TakeSent());
            Assert.True(screen.Shows(sound));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(115200)]
    [InlineData(9600)]
    public void Repair_HealsEverythingInItsPeriod_AndIsCheap(int lineRateBaud)
    {
        (LiveScreen live, VtScreen screen, VtScreen sound) = Start(lineRateBaud);
        using (live)
        {
            live.Terminal.Application.Post(() => live.Terminal.Application.RepairEvery(TimeSpan.FromSeconds(12)));
            live.Terminal.Settle();
            live.Terminal.Advance(TimeSpan.FromSeconds(1));
            screen.Feed(live.Terminal.Line.TakeSent());
            screen.Overwrite(LogLine);
            screen.Overwrite(LogLine + LogLine);
            int bytes = 0;
            int most = 0;
            for (int second = 0; second < 13; second++)
            {
                live.Terminal.Advance(TimeSpan.FromSeconds(1));
                byte[] sent = live.Terminal.Line.TakeSent();
                bytes += sent.Length;
                most = Math.Max(most, sent.Length);
                screen.Feed(sent);
            }

            Assert.True(screen.Shows(sound), screen.Difference(sound));
            Assert.InRange(bytes, 500, 13 * Rows / 12 * (Columns + 20));
            Assert.InRange(most, 1, 480); // half of what 9600 baud carry
            TestContext.Current.SendDiagnosticMessage($"{bytes} bytes in 13 s");
        }
    }

    [Fact]
    public void WithoutRepair_NothingIsSentForAScreenThatRests()
    {
        (LiveScreen live, _, _) = Start(lineRateBaud: 0);
        using (live)
        {
            live.Terminal.Advance(TimeSpan.FromSeconds(5));
            Assert.Empty(live.Terminal.Line.TakeSent());
        }
    }

    // A frozen screen, and the same twice: one that is written over and one that is not.
    private static (LiveScreen Live, VtScreen Screen, VtScreen Sound) Start(int lineRateBaud)
    {
        var live = new LiveScreen(Columns, Rows, lineRateBaud: lineRateBaud);
        live.Show(SampleWindows.At(1), SampleWindows.At(2)).Type(" ");
        live.Terminal.Advance(TimeSpan.FromSeconds(8));
        (var screen, var sound) = (new VtScreen(Columns, Rows), new VtScreen(Columns, Rows));
        byte[] sent = live.Terminal.Line.TakeSent();
        screen.Feed(sent);
        sound.Feed(sent);
        return (live, screen, sound);
    }
}

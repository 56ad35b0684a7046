using Ftop.Tui.Panes;
using NSubstitute;

namespace Ftop.Tui.Tests;

public sealed class ReplayKeysTests : IDisposable
{
    private const ulong Second = 1_000_000_000;

    private static readonly ReplayState Paused = new()
    {
        Start = 10 * Second,
        End = 20 * Second,
        Position = (12 * Second) + 345_678_999,
        TimeIsNs = true,
        Speed = 1,
        IsPlaying = false,
        IsAtEnd = false,
    };

    private readonly IReplayControl _replay = Substitute.For<IReplayControl>();
    private readonly LiveScreen _screen;

    public ReplayKeysTests()
    {
        _replay.State.Returns(Paused);
        _screen = new LiveScreen(replay: _replay).Show(SampleWindows.At(1));
    }

    public void Dispose() => _screen.Dispose();

    [Fact]
    public void StatusLine_ShowsPositionRangeAndPace()
    {
        Assert.StartsWith("replay 12.345678 of 10.000000..20.000000 ×1 paused ██████───", _screen.SecondRow);
        _replay.State.Returns(Paused with { IsPlaying = true, Speed = 0.125 });
        _screen.Show(SampleWindows.At(2));
        Assert.StartsWith("replay 12.345678 of 10.000000..20.000000 ×0.125 ► ███", _screen.SecondRow);
        _replay.State.Returns(Paused with { IsAtEnd = true, Position = 20 * Second });
        _screen.Show(SampleWindows.At(3));
        Assert.StartsWith("replay 20.000000 of 10.000000..20.000000 ×1 end ███", _screen.SecondRow);
        Assert.DoesNotContain('─', _screen.SecondRow);
    }

    [Fact]
    public void StatusLine_OfACountingClock_ShowsCounts()
    {
        _replay.State.Returns(Paused with { TimeIsNs = false, Start = 3, End = 44, Position = 44 });
        Assert.StartsWith("replay 44 of 3..44 ", _screen.Show(SampleWindows.At(2)).SecondRow);
    }

    [Fact]
    public void StatusLine_InAscii_HasNothingElse()
    {
        _replay.State.Returns(Paused with { IsPlaying = true });
        using LiveScreen ascii = new LiveScreen(isAscii: true, replay: _replay).Show(SampleWindows.At(1));
        Assert.StartsWith("replay 12.345678 of 10.000000..20.000000 x1 > #######---", ascii.SecondRow);
    }

    [Fact]
    public void Space_PlaysOrPauses()
    {
        _screen.Type(" ");
        _replay.Received(1).PlayOrPause();
        Assert.DoesNotContain("FROZEN", _screen.Text);
    }

    [Theory]
    [InlineData("\e[D", -1)]
    [InlineData(",", -1)]
    [InlineData("\e[C", 1)]
    [InlineData(".", 1)]
    public void Steps(string keys, int windows)
    {
        _screen.Type(keys);
        _replay.Received(1).Step(windows);
    }

    [Fact]
    public void HomeAndEnd_AreTheRecordings()
    {
        _screen.Type("\e[H");
        _replay.Received(1).SeekTo(10 * Second);
        _screen.Type("\e[F");
        _replay.Received(1).SeekTo(20 * Second);
    }

    [Theory]
    [InlineData("50%", 15_000_000_000)]
    [InlineData("12.5", 12_500_000_000)]
    [InlineData("+1", 13_345_678_999)]
    [InlineData("-1.5", 10_845_678_999)]
    [InlineData("-60", 10_000_000_000)]
    [InlineData("99", 20_000_000_000)]
    [InlineData("200%", 20_000_000_000)]
    public void GoTo_TakesSecondsPercentagesAndSteps(string text, ulong time)
    {
        _screen.Type($"G{text}\r");
        _replay.Received(1).SeekTo(time);
    }

    [Theory]
    [InlineData("later")]
    [InlineData("")]
    [InlineData("%")]
    public void GoTo_RefusesWhatIsNoTime(string text)
    {
        _screen.Type($"G{text}\r");
        _replay.DidNotReceiveWithAnyArgs().SeekTo(0);
        Assert.Contains("is not a time", _screen.SecondRow);
    }

    [Fact]
    public void Brackets_HalveAndDoubleTheSpeed()
    {
        _screen.Type("[");
        _replay.Received(1).SetSpeed(0.5);
        _screen.Type("]");
        _replay.Received(1).SetSpeed(2);
    }

    [Fact]
    public void Help_HasTheKeysThatAReplayKnows()
    {
        List<TextLine> lines = [];
        Help.WriteOfReplay(lines);
        foreach (KeyEntry entry in Keys.Table.Where(entry => entry.Label != "q F10"))
        {
            using LiveScreen screen = new LiveScreen(replay: _replay).Show(SampleWindows.At(1));
            screen.Terminal.Press(entry.Keys[0]);
            bool isRefused = screen.Text.Contains("a recording cannot change", StringComparison.Ordinal);
            Assert.Equal((entry.Label, !isRefused), (entry.Label, lines.Any(line => line.Text.EndsWith($"{entry.Label}  {entry.Help}", StringComparison.Ordinal))));
        }
    }

    [Theory]
    [InlineData("f")]
    [InlineData("g")]
    [InlineData("s")]
    [InlineData("e")]
    [InlineData("t")]
    [InlineData("p")]
    [InlineData("l")]
    [InlineData("X")]
    [InlineData("P")]
    [InlineData("9")]
    public void WhatWasTraced_CannotChange(string keys)
    {
        _screen.Control.ClearReceivedCalls();
        _screen.Type(keys);
        Assert.StartsWith("a recording cannot change", _screen.SecondRow);
        _screen.Control.DidNotReceiveWithAnyArgs().SetTracer("");
        _screen.Control.DidNotReceiveWithAnyArgs().SetPids([]);
        _screen.Control.DidNotReceiveWithAnyArgs().SetSystemCalls(true);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("6")]
    [InlineData("7")]
    [InlineData("8")]
    public void Views_TurnNothingOn(string key)
    {
        _screen.Type(key);
        Assert.StartsWith("replay ", _screen.SecondRow);
        _screen.Control.DidNotReceiveWithAnyArgs().SetEvents("", true);
    }

    [Fact]
    public void RowsAndSorting_AreAsLive()
    {
        _screen.Type("2");
        string first = _screen.Terminal.Rows[3];
        Assert.NotEqual(first, _screen.Type("I").Terminal.Rows[3]);
        Assert.Contains("no name contains 'xyz'", _screen.Type("\\xyz\r").Text);
    }

    [Fact]
    public void EarlierWindow_TakesHistoryAndMarkAway()
    {
        _screen.Show(SampleWindows.At(2), SampleWindows.At(3)).Type("3m");
        string before = _screen.Text;
        Assert.Contains("MARK", before);
        Assert.DoesNotContain("MARK", _screen.Show(SampleWindows.At(2)).Text);
    }

    [Theory]
    [InlineData(",")]
    [InlineData(".")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("G")]
    public void Live_HasNoTimeToGoTo(string key)
    {
        using LiveScreen live = new LiveScreen().Show(SampleWindows.At(1));
        Assert.StartsWith("only a recording has a time to go to", live.Type(key).SecondRow);
    }
}

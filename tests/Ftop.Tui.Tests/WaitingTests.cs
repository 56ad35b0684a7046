using Ftop.Aggregation.Windows;
using NSubstitute;
using NSubstitute.Extensions;

namespace Ftop.Tui.Tests;

public sealed class WaitingTests : IDisposable
{
    private readonly TaskCompletionSource<ControlOutcome> _answer = new();
    private readonly TaskCompletionSource _ended = new();
    private readonly LiveScreen _live;

    public WaitingTests()
    {
        _live = new LiveScreen(end: () => _ended.Task).Show(SampleWindows.At(1));
        _live.Control.Configure().SetTracer("function").Returns(_answer.Task);
    }

    public void Dispose()
    {
        _ended.TrySetResult();
        _live.Dispose();
    }

    [Fact]
    public void SlowSwitch_CountsSecondsAndSaysThatNumbersStandStill()
    {
        _live.Type("f").Terminal.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal("switching to function... 12 s: the kernel has not answered yet, numbers stand", _live.SecondRow);
        Assert.Contains("STANDING STILL", _live.Terminal.Rows[0]);
        Answer("tracer function on");
        Assert.DoesNotContain("STANDING STILL", _live.Terminal.Rows[0]);
        _live.Terminal.Advance(TimeSpan.FromSeconds(3));
        Assert.StartsWith("tracer function on", _live.SecondRow);
    }

    [Fact]
    public void SlowSwitch_KeysAreAnsweredMeanwhile()
    {
        _live.Type("f").Terminal.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("quit; tracing is put back", _live.Type("?").Text);
        _live.Escape();
        Assert.StartsWith("System calls", _live.Type("2").Terminal.Rows[0]);
        Assert.StartsWith("waits its turn: turning off system calls...", _live.Type("s").SecondRow);
        _live.Terminal.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("switching to function... 3 s", _live.SecondRow);
    }

    [Fact]
    public void SlowSwitch_AgainF_MeansWhatTheOperatorSaw()
    {
        _live.Type("fgf");
        _live.Control.State.Returns(LiveScreen.Started with { Tracer = "function" });
        Answer("tracer function is on already");
        _live.Control.ReceivedWithAnyArgs(1).SetTracer("");
        _live.Control.DidNotReceive().SetTracer("function_graph");
    }

    [Fact]
    public void SlowEvents_CountSecondsButNumbersGoOn()
    {
        _live.Control.Configure().SetSystemCalls(false).Returns(_answer.Task);
        _live.Type("s").Terminal.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("turning off system calls... 2 s", _live.SecondRow);
        Assert.DoesNotContain("STANDING STILL", _live.Terminal.Rows[0]);
    }

    [Fact]
    public void LossOfASwitch_IsToldApart()
    {
        _live.Show(Lossy(2, lost: 100, lostSinceStart: 100));
        Assert.DoesNotContain("switching", _live.Terminal.Rows[0]);
        _live.Type("f").Show(Lossy(3, lost: 7, lostSinceStart: 107));
        Answer("tracer function on");
        _live.Show(Lossy(4, lost: 5, lostSinceStart: 112), Lossy(5, lost: 1, lostSinceStart: 113));
        Assert.Contains("lost 1 (12 by switching)", _live.Terminal.Rows[0]);
        Assert.DoesNotContain("switching", _live.Type("c").Terminal.Rows[0]);
    }

    [Fact]
    public void WindowOfASwitch_IsALowerBound()
    {
        _live.Type("2f").Show(SampleWindows.At(2));
        Answer("tracer function on");
        _live.Show(SampleWindows.At(3));
        Assert.Contains("≥12.3k", _live.Text);
        _live.Show(SampleWindows.At(4));
        Assert.DoesNotContain("≥12.3k", _live.Text);
    }

    [Fact]
    public void Quit_WaitsWithSecondsAndAnswersKeys()
    {
        _live.Type("q").Terminal.Advance(TimeSpan.FromSeconds(5.3));
        Assert.False(_live.Terminal.HasEnded);
        Assert.StartsWith("putting tracing back as it was: waiting for the kernel, 5 s", _live.SecondRow);
        Assert.Contains("STANDING STILL", _live.Terminal.Rows[0]);
        _live.Terminal.Advance(TimeSpan.FromSeconds(0.7));
        Assert.StartsWith("putting tracing back as it was: waiting for the kernel, 6 s", _live.Type("q").SecondRow);
        _ended.SetResult();
        Assert.True(SpinWait.SpinUntil(() => Settled().Terminal.HasEnded, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Quit_WhileATracerIsSwitched_NamesIt()
    {
        _live.Type("fq").Terminal.Advance(TimeSpan.FromSeconds(4));
        Assert.StartsWith("putting tracing back as it was, after switching to function: waiting for the", _live.SecondRow);
    }

    private static WindowSnapshot Lossy(int tick, long lost, long lostSinceStart)
    {
        WindowSnapshot window = SampleWindows.At(tick, lost);
        return window with { Cpus = [window.Cpus[0] with { LostSinceStart = lostSinceStart }, window.Cpus[1]] };
    }

    private void Answer(string message)
    {
        _answer.SetResult(new ControlOutcome(true, "tracer function on"));
        Assert.True(SpinWait.SpinUntil(() => Settled().SecondRow.StartsWith(message, StringComparison.Ordinal) || _live.SecondRow.Length == 0, TimeSpan.FromSeconds(10)));
    }

    private LiveScreen Settled()
    {
        _live.Terminal.Settle();
        return _live;
    }
}

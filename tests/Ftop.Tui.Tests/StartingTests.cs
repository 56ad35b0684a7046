using System.Reactive.Subjects;

namespace Ftop.Tui.Tests;

/// <summary>The screen before the first window.</summary>
public sealed class StartingTests
{
    [Fact]
    public void Steps_AreSaidOnAWholeScreen_UntilTheFirstWindow()
    {
        using var steps = new BehaviorSubject<string>("mounting tracefs");
        using var live = new LiveScreen(steps: steps);
        Assert.Contains("mounting tracefs...", live.SecondRow);
        Assert.Contains("q Quit", live.Text);
        steps.OnNext("setting up buffers");
        Assert.Contains("setting up buffers...", live.Show().SecondRow);
        Assert.DoesNotContain("setting up", live.Show(SampleWindows.At(1)).Text);
        steps.OnNext("late");
        Assert.DoesNotContain("late...", live.Show().Text);
    }

    [Fact]
    public void Keys_AreAnsweredMeanwhile()
    {
        using var steps = new BehaviorSubject<string>("mounting tracefs");
        using var live = new LiveScreen(steps: steps);
        Assert.Contains("quit; tracing is put back", live.Type("?").Text);
        Assert.True(live.Escape().Type("q").Terminal.HasEnded);
    }
}

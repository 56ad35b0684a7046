using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using NSubstitute;

namespace Ftop.Tui.Tests;

/// <summary>The start screen is never half empty.</summary>
public sealed class StartScreenTests
{
    private static readonly WindowSnapshot NoFunctions = SampleWindows.At(1);

    [Fact]
    public void WithoutFunctions_TheBusiestTasksAreThere_AndHowToHaveFunctions()
    {
        using var live = new LiveScreen();
        live.Show(NoFunctions);
        Assert.StartsWith("    TID THREAD", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.Contains("SYSTEM CALL", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.Contains("functions: f counts calls, g times them", live.Text, StringComparison.Ordinal);
        Assert.Contains("f Func g Graph", live.Terminal.Rows[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void FunctionsComeWhenTheyAreTraced_AndStay()
    {
        using var live = new LiveScreen();
        live.Show(NoFunctions).Type("f");
        Assert.StartsWith("FUNCTION", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.Contains("no function was called yet", live.Text, StringComparison.Ordinal);
        live.Type("f");
        Assert.Contains("THREAD", live.Terminal.Rows[2], StringComparison.Ordinal);
        live.Show(SampleWindows.Counted(2));
        Assert.StartsWith("FUNCTION", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.DoesNotContain("functions: f", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void KernelThatCannotTraceFunctions_SaysWhoKnowsWhy()
    {
        using var live = new LiveScreen(arrange: control => control.AvailableTracers.Returns(["wakeup", "nop"]));
        live.Show(NoFunctions);
        Assert.Contains("functions cannot be traced: D says why", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void NeitherFunctionsNorSystemCalls_TasksAndEvents()
    {
        using var live = new LiveScreen(arrange: control => control.State.Returns(LiveScreen.Started with { SystemCallsOn = false, Events = ["irq"] }));
        live.Show(NoFunctions with { SystemCalls = [] });
        Assert.StartsWith("    TID THREAD", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.Contains("EVENT ", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.Contains("system calls: s turns them on", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void MostlyInterrupts_InterruptsComeFirst_UntilTheyAreFew()
    {
        using var live = new LiveScreen(arrange: control => control.AvailableEvents.Returns([.. ViewCatalog.Find("irqs")!.Needs]));
        Assert.StartsWith("INTERRUPT", live.Show(Interrupts(30_000)).Terminal.Rows[2], StringComparison.Ordinal);
        live.Control.Received(1).Watch(Arg.Is<ImmutableArray<Measure>>(measures => measures.SequenceEqual(ViewCatalog.Find("irqs")!.Measures)));
        Assert.StartsWith("INTERRUPT", live.Show(Interrupts(15_000)).Terminal.Rows[2], StringComparison.Ordinal);
        Assert.StartsWith("    TID THREAD", live.Show(Interrupts(1_000)).Terminal.Rows[2], StringComparison.Ordinal);
        Assert.StartsWith("    TID THREAD", live.Show(Interrupts(15_000)).Terminal.Rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void MostlyInterruptsOfAKernelWithoutThoseEvents_TasksComeFirst()
    {
        using var live = new LiveScreen();
        Assert.StartsWith("    TID THREAD", live.Show(Interrupts(30_000)).Terminal.Rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void TheActivePane_StaysThePlaceOnTheScreen()
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.Counted(1)).Type("c").Show(NoFunctions).Type("jj");
        Assert.Equal(live.Themes.Current[Ftop.Tui.Themes.ThemeRole.Selected], live.Terminal.AttributeAt(0, 5));
        live.Type("\t").Show(SampleWindows.Counted(3)).Type("z");
        Assert.Contains("SYSTEM CALL", live.Terminal.Rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Recording_OpensOnWhatItHolds()
    {
        IReplayControl replay = Substitute.For<IReplayControl>();
        replay.State.Returns(new ReplayState { Start = 1, End = 2_000_000_000, Position = 2, Speed = 1, IsPlaying = false, TimeIsNs = true, IsAtEnd = false });
        using var live = new LiveScreen(replay: replay);
        WindowSnapshot measured = SampleWindows.Measured(1) with { SystemCalls = [] };
        live.Show(measured);
        Assert.StartsWith("    TID THREAD", live.Terminal.Rows[2], StringComparison.Ordinal);
        Assert.Contains("INTERRUPT ", live.Terminal.Rows[2], StringComparison.Ordinal); // of what is measured they are most
        Assert.Contains("no functions in the recording so far", live.Text, StringComparison.Ordinal);
        Assert.Contains("no system calls in the recording so far", live.Text, StringComparison.Ordinal);
        live.Control.DidNotReceiveWithAnyArgs().Watch([]);
    }

    private static WindowSnapshot Interrupts(long count) => NoFunctions with
    {
        ByEvent = [new EventRow("irq", "irq_handler_entry", SampleWindows.Rates(count))],
    };
}

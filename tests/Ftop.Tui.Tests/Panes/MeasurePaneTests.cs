using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using NSubstitute;

namespace Ftop.Tui.Tests.Panes;

/// <summary>Views of the catalogue that are measures: one pane for all of them.</summary>
public sealed class MeasurePaneTests
{
    public static TheoryData<string, int, int> Views =>
        [.. ((string[])["irqs", "sched", "block", "softirqs", "wakeups", "workqueues", "handlers", "timers", "idle", "offcpu", "faults", "memory", "locks", "net", "power", "buses"]).SelectMany(id => (TheoryDataRow<string, int, int>[])[(id, 80, 24), (id, 40, 12)])];

    [Theory]
    [MemberData(nameof(Views))]
    public void View_IsChosenFromTheMenu_AndLooksAsApproved(string id, int columns, int rows)
    {
        using var live = new LiveScreen(columns, rows, arrange: static control => control.AvailableEvents.Returns([])); // so that the menu says what views are
        live.Type($"v{ViewCatalog.Find(id)!.Title.Split(' ').Reverse().MaxBy(word => word.Length)}\r"); // a blank would choose
        for (int tick = 1; tick <= 10; tick++)
        {
            live.Show(SampleWindows.Measured(tick));
        }

        GoldenScreen.Check($"{id}-{columns}x{rows}", live.Terminal);
    }

    [Theory]
    [InlineData("block")]
    [InlineData("sched")]
    public void View_OnAWideScreen_HasSharesAndTrends(string id)
    {
        using var live = new LiveScreen(120, 40);
        live.Type($"v{ViewCatalog.Find(id)!.Title}".Split(' ')[0] + "\r");
        for (int tick = 1; tick <= 10; tick++)
        {
            live.Show(SampleWindows.Measured(tick));
        }

        GoldenScreen.Check($"{id}-120x40", live.Terminal);
    }

    [Fact]
    public void Menu_SaysWhatViewsCost_WhileTheirEventsAreOn()
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.Measured(1)).Type("v");
        Assert.EndsWith("35.0k", live.Terminal.Rows[live.RowOf("2 System calls")].TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]$", live.Terminal.Rows[live.RowOf("Timers")].TrimEnd());
        Assert.Contains("events/s", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Menu_ShowsAllViews()
    {
        using var live = new LiveScreen(80, 40);
        live.Show(SampleWindows.Measured(1)).Type("v");
        Assert.All(ViewCatalog.All, view => Assert.Contains(view.Title, live.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Detail_HasTheRowsNumbers()
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.Measured(1)).Type("vBlock\r\r");
        GoldenScreen.Check("block-detail-80x24", live.Terminal);
    }

    [Fact]
    public void WhatTheViewNeeds_IsOnWhileItIsShown_AndMeasured()
    {
        using var live = new LiveScreen(arrange: control =>
        {
            control.AllOff();
            control.AvailableEvents.Returns([.. ViewCatalog.Find("softirqs")!.Needs]);
        });
        live.Type("vSoftirqs\r");
        Assert.Equal(["irq:softirq_entry", "irq:softirq_exit"], live.Control.State.Events.Order());
        live.Control.Received(1).Watch(Arg.Is<ImmutableArray<Measure>>(measures => measures.Single() == ViewCatalog.Find("softirqs")!.Measure));
        live.Type("0");
        Assert.Empty(live.Control.State.Events);
        live.Control.Received(2).Watch(Arg.Is<ImmutableArray<Measure>>(measures => measures.IsEmpty)); // at the start, and now
    }

    [Fact]
    public void KernelWithoutTheEvents_IsTold_WithTheOptionThatBringsThem()
    {
        using var live = new LiveScreen();
        live.Type("vBlock\r").Show(SampleWindows.At(1));
        Assert.Contains("this kernel has no events block:block_rq_complete: CONFIG_BLOCK", string.Join(' ', live.Text.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Menu_SaysWhatTheKernelLacks_AndTheOptionThatBringsIt()
    {
        using var live = new LiveScreen(120, 40, arrange: control => control.AvailableEvents.Returns([.. ViewCatalog.Find("softirqs")!.Needs]));
        live.Show(SampleWindows.At(1)).Type("v");
        string[] lines = live.Text.Split('\n');
        Assert.Contains(lines, line => line.Contains("Block I/O       no events block:block_rq_issue: CONFIG_BLOCK brings them", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Buses           no events of these: CONFIG_I2C", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Softirqs        softirqs by vector", StringComparison.Ordinal));
    }

    [Fact]
    public void GlobsOfAFilesView_AreTurnedOnEventByEvent()
    {
        Assert.True(ViewParser.TryParseBy("irq:softirq_entry vec", "own", out ViewDefinition? own, out _));
        using var live = new LiveScreen(ownViews: own with { Needs = ["irq:softirq_*"] }, arrange: control =>
        {
            control.AllOff();
            control.AvailableEvents.Returns(["irq:irq_handler_entry", "irq:softirq_entry", "irq:softirq_exit"]);
        });
        Assert.Equal(["irq:softirq_entry", "irq:softirq_exit"], live.Control.State.Events.Order());
    }

    [Fact]
    public void OwnView_IsShownAtOnce_AndIsInTheMenu()
    {
        Assert.True(ViewParser.TryParseBy("irq:irq_handler_entry irq", "by", out ViewDefinition? own, out _));
        using var live = new LiveScreen(ownViews: own);
        live.Show(SampleWindows.At(1) with { Measures = [new MeasureTable(own.Measure!, [new MeasureRow(34, [new KeyPart("irq", 34, null)], SampleWindows.Rates(7))], 0)] });
        Assert.Contains("IRQ ", live.Text, StringComparison.Ordinal);
        Assert.Contains("34   ", live.Text, StringComparison.Ordinal);
        live.Type("v");
        Assert.Contains("by              irq:irq_handler_entry irq", live.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void B_InEvents_CountsTheSelectedEventByFields()
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.At(1)).Type("b");
        Assert.Contains("select one in Events", live.SecondRow, StringComparison.Ordinal);
        live.Type("4\u001b").Type("4jjjbirq\r");
        Assert.Contains("by  tracer nop", live.Terminal.Rows[0], StringComparison.Ordinal);
        Assert.Contains("IRQ ", live.Text, StringComparison.Ordinal);
        live.Control.Received(1).Watch(Arg.Is<ImmutableArray<Measure>>(measures => measures.Any(measure => measure.Id == "by" && measure.Rules[0].Event == "irq:irq_handler_entry")));
        live.Type("4b \r");
        Assert.Contains("expected one field or two", live.SecondRow, StringComparison.Ordinal);
        live.Type("birq\r").Type("v");
        Assert.Single(live.Text.Split('\n'), line => line.Contains("irq:irq_handler_entry irq", StringComparison.Ordinal));
    }

    [Fact]
    public void Tab_GoesRoundTheViewsThatHaveADigit()
    {
        using var live = new LiveScreen();
        live.Show(SampleWindows.Measured(1)).Type("vSoftirqs\r\t");
        Assert.Contains("FUNCTION", live.Text, StringComparison.Ordinal);
    }
}

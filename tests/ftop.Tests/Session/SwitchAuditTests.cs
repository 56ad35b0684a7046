using Ftop.Aggregation.Windows;
using Ftop.Session;
using Ftop.Tests.Output;

namespace Ftop.Tests.Session;

public sealed class SwitchAuditTests
{
    private long _counted = 1_000_000;
    private long _traced;
    private bool _isLimited;
    private SwitchAudit? _audit;

    [Theory]
    [InlineData(250, null)]
    [InlineData(240, null)] // what falls between the two readings
    [InlineData(200, "80 %")]
    [InlineData(0, "0 %")]
    public void ShareThatWasTraced_IsSaidWhereItIsNotAll(int tracedAWindow, string? says)
    {
        string? notice = Take(9, tracedAWindow, 250);
        Assert.Equal(says is null, notice is null);
        Assert.Contains(says ?? "", notice ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsLeftOutOnPurposeOrLostOrClearedOrFew_IsNotSaid()
    {
        _isLimited = true;
        Assert.Null(Take(9, 100, 250));
        _isLimited = false;
        Assert.NotNull(Take(8, 100, 250));
        Assert.Null(Take(8, 100, 250, lost: 1));
        Assert.Null(Take(8, -100, 250));
        Assert.Null(Take(8, 1, 7));
        Assert.Null(Take(8, 100, 250, events: "irq"));
    }

    [Fact]
    public void KernelThatTracesAllAgain_IsNoLongerAccused()
    {
        Assert.NotNull(Take(8, 100, 250));
        Assert.Null(Take(4, 250, 250));
    }

    [Fact]
    public void Switches_OfThisKernelGrow()
    {
        long? before = SwitchAudit.CountSwitches();
        Thread.Sleep(20);
        Assert.True(SwitchAudit.CountSwitches() > before);
    }

    private string? Take(int windows, int tracedAWindow, int countedAWindow, long lost = 0, string events = "sched:sched_switch")
    {
        _audit ??= new SwitchAudit(() => _counted, () => _isLimited);
        string? notice = null;
        for (int i = 0; i < windows; i++)
        {
            (_traced, _counted) = (_traced + tracedAWindow, _counted + countedAWindow);
            notice = _audit.Take(Windows.Empty with
            {
                Events = [events],
                ByEvent = [new EventRow("irq", "softirq_entry", default), new EventRow("sched", "sched_switch", new Rates(0, 0, 0, 0, _traced))],
                Total = new WindowTotal(0, 0, 0, 0, lost, 0),
            });
        }

        return notice;
    }
}

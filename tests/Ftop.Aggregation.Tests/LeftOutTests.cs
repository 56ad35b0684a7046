using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;
using Ftop.Decoding;

namespace Ftop.Aggregation.Tests;

/// <summary>The monitor's own tasks: what they do is in no count, what hits them is.</summary>
public sealed class LeftOutTests : IDisposable
{
    private const int Own = 4711;
    private const int Other = 4712;
    private const int Read = 0;
    private const byte HardIrq = 0x08;

    private readonly TaskSet _own = new();
    private readonly FakeSource _source = new();

    public LeftOutTests() => _source.Metadata = _source.Metadata with { LeftOut = _own };

    [Fact]
    public void SystemCalls_OfItsOwnAreInNoTable_AndOthersBetweenThemAre()
    {
        _own.Replace([Own, 4700]);
        using var session = new Session(_source);
        _source.Deliver(0, (1000, Ids.Enter(Other, Read)), (1100, Ids.Enter(Own, Read)), (1200, Ids.Exit(Own, Read)), (1300, Ids.Exit(Other, Read)),
            (1400, Ids.Exit(Own, Read)), (1500, Ids.Exit(Other + 4096, Read))); // of the same bit as a task of its own
        WindowSnapshot window = session.Next();
        Assert.Equal((3L, 2L), (window.Total.Events, Assert.Single(window.SystemCalls).Rates.Count));
        Assert.Equal([("sys_enter", 1L), ("sys_exit", 2L)], window.ByEvent.Select(row => (row.Name, row.Rates.Count)).Order());
        Assert.Equal([Other, Other + 4096], window.Processes.Where(row => row.Rates.Count > 0).Select(row => row.Pid).Order());
        Assert.Equal(300, window.SystemCalls[0].Latency?.TotalNs);
    }

    /// <summary>Switches from and to its tasks are the CPU's, so that they add up to what the kernel counts.</summary>
    [Fact]
    public void SwitchesAndInterrupts_ThatHitItAreCounted()
    {
        _own.Replace([Own]);
        using var session = new Session(_source);
        byte[] function = Ids.Call(Own, 0x1000);
        byte[] interrupted = Ids.Call(Own, 0x2000);
        interrupted[2] = HardIrq;
        _source.Deliver(0, (1000, Ids.Other(Own)), (1100, function), (1200, interrupted));
        WindowSnapshot window = session.Next();
        Assert.Equal(2, window.Total.Events);
        Assert.Equal("0x2000", Assert.Single(window.Functions).Name);
        ProcessRow row = Assert.Single(window.Processes);
        Assert.Equal((Own, 2L, 0L), (row.Pid, row.Rates.Count, row.SystemCalls));
    }

    /// <summary>A thread that starts or ends changes the set while it is traced.</summary>
    [Fact]
    public void Members_MayChangeAtAnyTime()
    {
        using var session = new Session(_source);
        _source.Deliver(0, (1000, Ids.Exit(Own, Read)));
        _own.Replace([Own]);
        _source.Deliver(0, (2000, Ids.Exit(Own, Read)));
        _own.Replace([]);
        _source.Deliver(0, (3000, Ids.Exit(Own, Read)));
        Assert.Equal(2, Assert.Single(session.Next().SystemCalls).Rates.Count);
    }

    public void Dispose() => _source.Dispose();
}

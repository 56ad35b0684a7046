using System.Collections.Immutable;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Windows;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Tests;

/// <summary>What a loss makes a lower bound: its window, and since the start what was on meanwhile.</summary>
public class LossHistoryTests
{
    private readonly LossHistory _loss = new();

    [Fact]
    public void Loss_IsOfWhatWasOn()
    {
        Add("nop", ["sched:sched_switch"], hasLoss: true);
        Add("function", ["irq", "raw_syscalls"], hasLoss: false);
        Assert.True(_loss.Of("sched", "sched_switch"));
        Assert.False(_loss.Of("sched", "sched_wakeup") || _loss.Of("irq", "softirq_entry") || _loss.OfSystemCalls || _loss.OfFunctions);
        Assert.True(_loss.OfAny);
    }

    [Fact]
    public void WhatWasSwitchedInALossysWindow_WasOnInIt()
    {
        Add("function", ["irq"], hasLoss: false);
        Add("nop", ["raw_syscalls"], hasLoss: true);
        Assert.True(_loss.OfFunctions && _loss.OfSystemCalls && _loss.Of("irq", "softirq_entry") && _loss.Of("ftrace", "function"));
        Assert.False(_loss.Of("sched", "sched_switch"));
    }

    [Fact]
    public void RecordingThatDoesNotTell_MayHaveLostAnything()
    {
        Add("", default, hasLoss: true);
        Assert.True(_loss.OfFunctions && _loss.OfSystemCalls && _loss.Of("sched", "sched_switch"));
        _loss.Clear();
        Assert.False(_loss.OfFunctions || _loss.OfSystemCalls || _loss.Of("sched", "sched_switch") || _loss.OfAny);
    }

    [Fact]
    public void Rows_AreSpared_WhereTheLossCannotBeTheirs()
    {
        using var session = new Session();
        session.Source.DeliverPage(0, SubBuffers.WithMissed(SubBuffers.Pack((1000, Ids.Exit(7, 0)), (2000, Ids.Other(7)), (3000, Ids.Call(7, 0x10)))[0], 5));
        _ = session.Next();
        session.Source.Deliver(0, (5000, Ids.Exit(7, 0)));
        WindowSnapshot later = session.Next();
        Assert.False(later.IsLowerBound);
        Assert.False(Assert.Single(later.SystemCalls).Rates.IsSparedByLoss);
        Assert.True(Assert.Single(later.Functions).Rates.IsSparedByLoss);
        Assert.Equal(["sys_exit"], later.ByEvent.Where(row => !row.Rates.IsSparedByLoss).Select(row => row.Name));
    }

    [Fact]
    public void EventThatIsOff_KeepsItsName()
    {
        using var session = new Session();
        session.Source.Deliver(0, (1000, Ids.Other(7)));
        Assert.Equal("sched_switch", Assert.Single(session.Next().ByEvent).Name);
        session.Source.Metadata = session.Source.Metadata with { Formats = new EventFormatTable(Ids.Formats.Formats.Where(format => format.System != "sched")) };
        Assert.Equal(("sched", "sched_switch"), Assert.Single(session.Next().ByEvent) is var row ? (row.System, row.Name) : default);
    }

    private void Add(string tracer, ImmutableArray<string> events, bool hasLoss) =>
        _loss.Add(new WindowFrame(default, 1, tracer, events, null, new FakeSource().Metadata), hasLoss);
}

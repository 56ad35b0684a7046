using System.Collections.Concurrent;
using System.Reactive.Concurrency;
using System.Reactive.Linq;

namespace Ftop.Aggregation.Tests;

public sealed class ThreadSchedulerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ThreadScheduler _scheduler = new("scheduled");
    private readonly BlockingCollection<string> _done = [];

    [Fact]
    public void WhatIsDue_IsDoneInItsTurnOnTheThread()
    {
        _scheduler.Schedule(TimeSpan.FromMilliseconds(3000), () => Note("last"));
        _scheduler.Schedule(TimeSpan.FromMilliseconds(1500), () => Note("second"));
        _scheduler.Schedule(() => Note("first"));
        Assert.Equal(["first on scheduled", "second on scheduled", "last on scheduled"], [Take(), Take(), Take()]);
    }

    [Fact]
    public void WhatIsCancelled_IsNotDone()
    {
        IDisposable cancelled = _scheduler.Schedule(TimeSpan.FromMilliseconds(1000), () => Note("cancelled"));
        _scheduler.Schedule(TimeSpan.FromMilliseconds(1200), () => Note("done"));
        cancelled.Dispose();
        Assert.Equal("done on scheduled", Take());
    }

    [Fact]
    public void Timer_ComesNoEarlierThanItsTime()
    {
        long startedAt = Environment.TickCount64;
        using IDisposable timer = Observable.Timer(TimeSpan.FromMilliseconds(50), _scheduler).Repeat().Subscribe(_ => Note("tick"));
        Assert.Equal(["tick on scheduled", "tick on scheduled", "tick on scheduled"], [Take(), Take(), Take()]);
        Assert.InRange(Environment.TickCount64 - startedAt, 149, Patience.TotalMilliseconds);
    }

    private void Note(string what) => _done.Add($"{what} on {Thread.CurrentThread.Name}");

    private string Take() => _done.TryTake(out string? first, Patience) ? first : throw new TimeoutException("nothing was done");
}

using System.Diagnostics;
using Ftop.Tracefs.Reading;

namespace Ftop.Tracefs.Tests;

public sealed class DrainPaceTests
{
    private const long Target = 2 << 20;
    private long _now = Stopwatch.GetTimestamp();

    [Fact]
    public void Quiet_GrowsTwofoldUpToTheMost()
    {
        var pace = new DrainPace();
        Assert.Equal([40, 80, 100, 100], Enumerable.Range(0, 4).Select(_ => Note(pace, 0, pace.IntervalMs)));
        Assert.False(pace.IsBusy);
    }

    [Fact]
    public void Flood_ShrinksAtOnceAndNeedsAWorker()
    {
        var pace = new DrainPace();
        Note(pace, 0, 20);
        Note(pace, 0, 40);
        Assert.Equal(DrainPace.LeastMs, Note(pace, 10 * Target, 80));
        Assert.True(pace.IsBusy);
    }

    [Fact]
    public void Busy_EndsOnlyAfterAWhile()
    {
        var pace = new DrainPace();
        Note(pace, Target, 20);
        for (int i = 0; i < 15; i++)
        {
            Note(pace, 0, 20);
            Assert.True(pace.IsBusy);
        }

        Note(pace, 0, 20);
        Assert.False(pace.IsBusy);
    }

    private int Note(DrainPace pace, long bytes, int elapsedMs)
    {
        _now += elapsedMs * Stopwatch.Frequency / 1000;
        pace.Note(bytes, _now, Target, 100);
        return pace.IntervalMs;
    }
}

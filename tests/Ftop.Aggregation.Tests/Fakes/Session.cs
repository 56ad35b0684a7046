using System.Reactive.Concurrency;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Tests.Fakes;

/// <summary>A source, its aggregator and its windows under virtual time.</summary>
internal sealed class Session : IDisposable
{
    public Session(FakeSource? source = null, AggregationLimits? limits = null, double delaySec = 1)
    {
        Source = source ?? new FakeSource();
        Aggregator = new TraceAggregator(Source, limits);
        Source.Start(Aggregator);
        Scheduler.AdvanceTo(DateTimeOffset.UnixEpoch);
        Windows = new WindowStream(
            Source, Aggregator, () => ("nop", ["raw_syscalls"]), TimeSpan.FromSeconds(delaySec), new VirtualTime(Scheduler), Scheduler, () => Use);
    }

    public FakeSource Source { get; }

    public TraceAggregator Aggregator { get; }

    public HistoricalScheduler Scheduler { get; } = new();

    public WindowStream Windows { get; }

    public ResourceUse Use { get; set; }

    public WindowSnapshot Next(double sec = 1, bool isLast = false)
    {
        Scheduler.AdvanceBy(TimeSpan.FromSeconds(sec));
        return Windows.NextWindow(isLast);
    }

    public void Dispose() => Windows.Dispose();

    private sealed class VirtualTime(HistoricalScheduler scheduler) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => scheduler.Now;

        public override long GetTimestamp() => scheduler.Now.UtcTicks;
    }
}

using System.Diagnostics;
using System.Reactive.Concurrency;
using System.Reactive.Disposables;

namespace Ftop.Aggregation;

/// <summary>
/// Does what is due on one thread, which itself waits for the time: Rx's <see cref="EventLoopScheduler"/> has three threads of the runtime wake for each delay,
/// and on a board that is more than the work that was waited for.
/// </summary>
public sealed class ThreadScheduler : LocalScheduler
{
    private readonly object _gate = new();
    private readonly SchedulerQueue<TimeSpan> _queue = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    /// <summary>Starts the thread. It is a background thread and lasts as long as the process.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="begin">What it does first; null for nothing.</param>
    public ThreadScheduler(string name, Action? begin = null)
    {
        new Thread(() =>
        {
            begin?.Invoke();
            Run();
        })
        { IsBackground = true, Name = name }.Start();
    }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_startedAt);

    /// <inheritdoc/>
    public override IDisposable Schedule<TState>(TState state, TimeSpan dueTime, Func<IScheduler, TState, IDisposable> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var item = new ScheduledItem<TimeSpan, TState>(this, state, action, Elapsed + Scheduler.Normalize(dueTime));
        lock (_gate)
        {
            _queue.Enqueue(item);
            Monitor.Pulse(_gate);
        }

        return Disposable.Create((Scheduler: this, Item: (ScheduledItem<TimeSpan>)item), static of => of.Scheduler.Cancel(of.Item));
    }

    private void Cancel(ScheduledItem<TimeSpan> item)
    {
        item.Cancel();
        lock (_gate)
        {
            _queue.Remove(item);
        }
    }

    private void Run()
    {
        while (true)
        {
            ScheduledItem<TimeSpan> next = WaitForNext();
            if (!next.IsCanceled)
            {
                next.Invoke();
            }
        }
    }

    private ScheduledItem<TimeSpan> WaitForNext()
    {
        lock (_gate)
        {
            while (true)
            {
                if (_queue.Count == 0)
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                TimeSpan left = _queue.Peek().DueTime - Elapsed;
                if (left <= TimeSpan.Zero)
                {
                    return _queue.Dequeue();
                }

                Monitor.Wait(_gate, TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds))); // whole ones: never so short that it is none
            }
        }
    }
}

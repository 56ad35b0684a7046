using System.Reactive.Linq;
using System.Reactive.Subjects;
using Ftop.Aggregation.Windows;
using Ftop.Batch;

namespace Ftop.Tests.Batch;

public sealed class BatchRunTests
{
    private readonly Recorder _format = new();

    [Fact]
    public async Task Iterations_EndTheRunAndTheSubscription()
    {
        using var windows = new Subject<WindowSnapshot>();
        Task run = BatchRun.Write(windows, _format, 2);
        windows.OnNext(Windows.Empty);
        Assert.False(run.IsCompleted);
        windows.OnNext(Windows.Full);
        await run;
        Assert.False(windows.HasObservers);
        Assert.Equal([Windows.Empty, Windows.Full], _format.Written);
    }

    [Fact]
    public async Task EndOfTheWindows_EndsTheRun()
    {
        await BatchRun.Write(Observable.Repeat(Windows.Full, 3), _format, null);
        Assert.Equal(3, _format.Written.Count);
    }

    [Fact]
    public async Task BrokenPipe_EndsTheRunQuietly()
    {
        using var windows = new Subject<WindowSnapshot>();
        _format.Failure = new BrokenPipeException("standard output");
        Task run = BatchRun.Write(windows, _format, null);
        windows.OnNext(Windows.Full);
        await run;
        Assert.False(windows.HasObservers);
    }

    [Fact]
    public async Task OtherErrorOfTheOutput_IsThrown()
    {
        _format.Failure = new IOException("standard output: write: ENOSPC");
        IOException error = await Assert.ThrowsAsync<IOException>(() => BatchRun.Write(Observable.Return(Windows.Full), _format, null));
        Assert.Equal("standard output: write: ENOSPC", error.Message);
    }

    private sealed class Recorder : IBatchFormat
    {
        public List<WindowSnapshot> Written { get; } = [];

        public Exception? Failure { get; set; }

        public void Write(WindowSnapshot window)
        {
            Written.Add(window);
            if (Failure is not null)
            {
                throw Failure;
            }
        }
    }
}

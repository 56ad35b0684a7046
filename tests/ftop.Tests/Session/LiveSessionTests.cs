using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using Ftop.Aggregation.Windows;
using Ftop.Session;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tests.Session;

public sealed class LiveSessionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTrace _tracefs = new();

    public void Dispose() => _tracefs.Dispose();

    [Fact]
    public void End_PutsEverythingBackAndRemovesTheJournal()
    {
        LiveSession session = _tracefs.Start();
        Assert.Equal("1", _tracefs.Read("tracing_on"));
        Assert.Equal("64", _tracefs.Read("buffer_size_kb"));
        Assert.Empty(session.End().Failed);
        Assert.Equal("7", _tracefs.Read("buffer_size_kb"));
        Assert.Equal("local", _tracefs.Read("trace_clock"));
        Assert.Empty(Directory.GetFiles(_tracefs.Journals));
        Assert.Same(UndoReport.Empty, session.End());
    }

    [Fact]
    public void FailedStart_LeavesNothing()
    {
        File.Delete(Path.Combine(_tracefs.Root, "events/header_page"));
        Assert.Throws<TracefsException>(() => _tracefs.Start());
        _tracefs.Journal.Dispose(); // as who opened it does
        Assert.Equal("1", _tracefs.Read("tracing_on"));
        Assert.Equal("7", _tracefs.Read("buffer_size_kb"));
    }

    [Fact]
    public void Windows_EndWithALastOneThatIsMadeWithTracingOff()
    {
        using LiveSession session = _tracefs.Start();
        var end = new TaskCompletionSource();
        List<string> tracing = [];
        foreach (WindowSnapshot _ in session.WindowsUntil(end.Task))
        {
            tracing.Add(_tracefs.Read("tracing_on"));
            end.TrySetResult();
        }

        Assert.Equal(["1", "0"], tracing);
    }

    [Fact]
    public async Task End_WaitsForNobodyWhoHoldsAWindow()
    {
        LiveSession session = _tracefs.Start();
        using IEnumerator<WindowSnapshot> windows = session.WindowsUntil(new TaskCompletionSource().Task).GetEnumerator();
        Assert.True(windows.MoveNext()); // and now its taker is stuck in a write
        Task<UndoReport> end = Task.Run(session.End, TestContext.Current.CancellationToken);
        Assert.Empty((await end.WaitAsync(Patience, TestContext.Current.CancellationToken)).Failed);
    }

    [Fact]
    public async Task End_WhileWindowsAreMade_NeverTouchesTheSourceAgain()
    {
        for (int i = 0; i < 20; i++)
        {
            using var tracefs = new FakeTrace();
            LiveSession session = tracefs.Start(FakeTrace.Options with { Delay = TimeSpan.FromMilliseconds(1) });
            Exception? failure = null;
            using IDisposable listener = session.Snapshots.Subscribe(static _ => { }, error => failure = error);
            await Task.Delay(i, TestContext.Current.CancellationToken);
            Assert.Empty(session.End().Failed);
            await Task.Delay(5, TestContext.Current.CancellationToken);
            Assert.Null(failure);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TracefsThatIsGone_EndsTheWindowsWithTheReason(bool isScreen)
    {
        using LiveSession session = _tracefs.Start();
        Task windows = isScreen
            ? session.Snapshots.Do(_ => _tracefs.Unmount()).ToTask(TestContext.Current.CancellationToken)
            : Task.Run(() => Drain(session), TestContext.Current.CancellationToken);
        TracefsException error = await Assert.ThrowsAsync<TracefsException>(() => windows.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.StartsWith($"read {_tracefs.Root}", error.Message, StringComparison.Ordinal);
        Directory.Move(_tracefs.Root + "-elsewhere", _tracefs.Root);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FaultOfTheUpkeep_EndsTheWindowsInTheSamePlace(bool isScreen)
    {
        using LiveSession session = _tracefs.Start();
        session.Control.Fail(new InvalidOperationException("boom"));
        Task windows = isScreen ? session.Snapshots.ToTask(TestContext.Current.CancellationToken) : Task.Run(() => Drain(session), TestContext.Current.CancellationToken);
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => windows.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("boom", error.Message);
    }

    private void Drain(LiveSession session)
    {
        foreach (WindowSnapshot _ in session.WindowsUntil(new TaskCompletionSource().Task))
        {
            _tracefs.Unmount();
        }
    }
}

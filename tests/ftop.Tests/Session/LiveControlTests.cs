using Ftop.Session;
using Ftop.Tui;

namespace Ftop.Tests.Session;

public sealed class LiveControlTests : IDisposable
{
    private readonly FakeTrace _tracefs = new();
    private readonly LiveSession _session;

    public LiveControlTests() => _session = _tracefs.Start();

    public void Dispose()
    {
        _session.Dispose();
        _tracefs.Dispose();
    }

    [Fact]
    public async Task Delay_IsNotLostToWhateverElseChanges()
    {
        for (int tenths = 1; tenths <= 300; tenths++)
        {
            Task<ControlOutcome> other = _session.Control.SetPids([Environment.ProcessId]);
            Task look = Task.Run(_session.Control.LookAround, TestContext.Current.CancellationToken);
            _session.Control.SetDelay(TimeSpan.FromSeconds(tenths / 10.0));
            Assert.True((await other).IsDone);
            await look;
            Assert.Equal(TimeSpan.FromSeconds(tenths / 10.0), _session.Control.State.Delay);
        }
    }

    [Fact]
    public async Task Refusal_IsAnOutcomeAndTheWindowsGoOn()
    {
        ControlOutcome outcome = await _session.Control.SetEvents("nosuch:event", on: true);
        Assert.False(outcome.IsDone);
        Assert.Contains("nosuch", outcome.Message, StringComparison.Ordinal);
        Assert.Single(_session.WindowsUntil(Task.CompletedTask));
    }

    /// <summary>The first window is to have it: nothing changes for which a later one would.</summary>
    [Fact]
    public void WhatLimitsFunctionTracingBeforeTheStart_IsSaidFromTheFirstWindowOn()
    {
        using var tracefs = new FakeTrace();
        File.WriteAllText(Path.Combine(tracefs.Root, "set_graph_function"), "do_sys_openat2\n");
        using LiveSession session = tracefs.Start(FakeTrace.Options with { Tracer = "function_graph" });
        Assert.Contains("do_sys_openat2", Assert.Single(session.WindowsUntil(Task.CompletedTask).First().Notices), StringComparison.Ordinal);
    }

    [Fact]
    public void Pause_SwitchesTracingOffUntilResumeSaysSo()
    {
        _session.Control.Pause();
        Assert.Equal("0", _tracefs.Read("tracing_on"));
        string? notice = _session.Control.Resume();
        Assert.StartsWith("tracing was off for 0.", notice, StringComparison.Ordinal);
        Assert.Equal(notice, _session.Control.State.Notice);
        Assert.Equal("1", _tracefs.Read("tracing_on"));
        Assert.Null(_session.Control.Resume());
        Assert.Empty(_session.Control.State.Notices); // nobody else switched it
    }

    [Fact]
    public async Task Pause_LeavesOffWhatTheOperatorSwitchedOff()
    {
        Assert.True((await _session.Control.AllOff()).IsDone);
        _session.Control.Pause();
        Assert.Null(_session.Control.Resume());
        Assert.Equal("0", _tracefs.Read("tracing_on"));
    }

    [Fact]
    public async Task AfterTheEnd_NothingIsChanged()
    {
        _session.End();
        Assert.Equal(new ControlOutcome(false, "tracing ends"), await _session.Control.SetPids([1]));
        Assert.Equal("", _tracefs.Read("set_event_pid"));
    }

    [Fact]
    public async Task TracefsThatIsGone_IsAnOutcomeToo()
    {
        _tracefs.Unmount();
        Assert.False((await _session.Control.SetPids([1])).IsDone);
        Directory.Move(_tracefs.Root + "-elsewhere", _tracefs.Root);
    }
}

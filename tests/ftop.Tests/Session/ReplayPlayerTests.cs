using System.Reactive.Concurrency;
using System.Text;
using Ftop.Aggregation.Windows;
using Ftop.Output;
using Ftop.Session;
using Ftop.TraceDat.Replay;
using Ftop.TraceDat.Tests;

namespace Ftop.Tests.Session;

/// <summary>A recording of 70 ms played under virtual time, in ten windows, slow enough that each is shown.</summary>
public sealed class ReplayPlayerTests : IDisposable
{
    private readonly CapturedDirectory _directory = new("guest-x86_64-6.1", "ev_sched");
    private readonly RecordedTrace _trace;
    private readonly HistoricalScheduler _scheduler = new();
    private readonly ReplayPlayer _player;
    private readonly List<WindowSnapshot> _seen = [];

    public ReplayPlayerTests()
    {
        _trace = RecordedTrace.Open(_directory.Path);
        _player = new ReplayPlayer(_trace, TimeSpan.FromTicks((long)(_trace.End - _trace.Start) / 100 / 10), _scheduler);
        _player.Snapshots.Subscribe(_seen.Add);
        _player.SetSpeed(1.0 / 8);
    }

    // A tenth of the recording.
    private TimeSpan Window => _player.Delay;

    public void Dispose()
    {
        _player.Dispose();
        _trace.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Start_ShowsTheFirstWindowAtOnce()
    {
        _player.Start();
        Pass(TimeSpan.Zero);
        Assert.Single(_seen);
        Assert.Equal(_trace.Start + Ns(Window), _player.State.Position);
        Assert.Equal(Window.TotalSeconds, _seen[0].WindowSec, 9);
    }

    [Theory]
    [InlineData(1, 200, 3)]
    [InlineData(0.5, 200, 2)]
    [InlineData(2, 200, 5)]
    public void Speed_DecidesHowManyWindowsPassInATime(double speed, int milliseconds, int windows)
    {
        using var directory = new CapturedDirectory("host-x86_64-6.18", "time_extend"); // lasts 1.5 s
        using RecordedTrace trace = RecordedTrace.Open(directory.Path);
        using var player = new ReplayPlayer(trace, TimeSpan.FromMilliseconds(100), _scheduler);
        player.Snapshots.Subscribe(_seen.Add);
        player.SetSpeed(speed);
        player.Start();
        Pass(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(windows, _seen.Count);
    }

    [Fact]
    public void WindowsThatNoEyeFollows_AreCountedAndTheLastOfThemShown()
    {
        _player.Delay = Window / 10;
        _player.SetSpeed(64);
        _player.Start();
        Pass(TimeSpan.FromMilliseconds(60));
        Assert.True(_player.State.IsAtEnd);
        Assert.InRange(_seen.Count, 2, 4); // of 100
        Assert.Equal(697, _seen[^1].Cpus.Sum(cpu => cpu.EventsSinceStart));
    }

    [Fact]
    public void Pause_HoldsAndPlayGoesOn()
    {
        _player.Start();
        Pass(TimeSpan.Zero);
        _player.PlayOrPause();
        Pass(TimeSpan.FromSeconds(10));
        Assert.Single(_seen);
        Assert.False(_player.State.IsPlaying);
        _player.PlayOrPause();
        Pass(TimeSpan.FromSeconds(10));
        Assert.True(_player.State is { IsAtEnd: true, IsPlaying: false });
        Assert.Equal(697, _seen.Sum(window => window.Total.Events));
    }

    [Fact]
    public void Play_FromTheEnd_BeginsAnew()
    {
        _player.Start();
        Pass(TimeSpan.FromSeconds(1));
        Assert.True(_player.State.IsAtEnd);
        _seen.Clear();
        _player.PlayOrPause();
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(697, _seen.Sum(window => window.Total.Events));
    }

    [Fact]
    public void Step_PausesAndGoesOnByOneWindow()
    {
        _player.Start();
        Pass(TimeSpan.Zero);
        _player.Step(1);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(2, _seen.Count);
        Assert.False(_player.State.IsPlaying);
    }

    [Fact]
    public void StepBack_ShowsTheWindowBeforeAsItWas()
    {
        _player.Start();
        Pass(TimeSpan.FromSeconds(1));
        string[] played = [.. _seen.Select(Json)];
        for (int back = played.Length - 2; back >= 0; back--)
        {
            _player.Step(-1);
            Pass(TimeSpan.FromSeconds(1));
            Assert.Equal(played[back], Json(_seen[^1]));
        }

        _player.Step(-1);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(played[0], Json(_seen[^1]));
    }

    [Fact]
    public void SeekTo_TheBeginAndTheEnd_ShowsTheFirstAndTheLastWindow()
    {
        _player.Start();
        _player.PlayOrPause();
        Pass(TimeSpan.Zero);
        string first = Json(_seen[0]);
        _player.SeekTo(ulong.MaxValue);
        Pass(TimeSpan.FromSeconds(1));
        Assert.True(_player.State.IsAtEnd);
        Assert.Equal(697, _seen[^1].Cpus.Sum(cpu => cpu.EventsSinceStart));
        _player.SeekTo(0);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(first, Json(_seen[^1]));
        Assert.False(_player.State.IsAtEnd);
    }

    [Fact]
    public void Clear_ForgetsTotals()
    {
        _player.Start();
        _player.PlayOrPause();
        _player.Clear();
        _player.Step(1);
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(_seen[^1].Total.Events, _seen[^1].Cpus.Sum(cpu => cpu.EventsSinceStart));
    }

    [Theory]
    [InlineData("guest-x86_64-6.1", "function_graph")]
    [InlineData("host-x86_64-6.18", "raw_syscalls")]
    [InlineData("host-x86_64-6.18", "subbuf_8k")]
    public void SeekTo_ShowsWhatPlayingShows(string kernel, string scenario)
    {
        using var directory = new CapturedDirectory(kernel, scenario);
        using RecordedTrace trace = RecordedTrace.Open(directory.Path);
        var delay = TimeSpan.FromTicks((long)(trace.End - trace.Start) / 100 / 40);
        using var played = new ReplayWindows(trace);
        using var sought = new ReplayWindows(trace);
        using var near = new ReplayWindows(trace, runUpBytes: 1);
        while (!played.IsAtEnd)
        {
            WindowSnapshot window = played.Next(delay);
            ulong time = played.IsAtEnd ? ulong.MaxValue : played.Position;
            if (!played.IsAtEnd)
            {
                Assert.Equal(Json(window), Json(sought.SeekTo(time, delay).Last()));
                Assert.Equal(window.Cpus, near.SeekTo(time, delay).Last().Cpus.Select((cpu, i) => cpu with
                {
                    EventsSinceStart = window.Cpus[i].EventsSinceStart,
                    LostSinceStart = window.Cpus[i].LostSinceStart,
                    Overrun = window.Cpus[i].Overrun,
                    Missed = window.Cpus[i].Missed,
                    Times = window.Cpus[i].Times, // what it was at is not known before the first switch
                }));
            }
        }
    }

    private static string Json(WindowSnapshot window)
    {
        using var output = new MemoryStream();
        new BatchJson(output).Write(window);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static ulong Ns(TimeSpan time) => (ulong)time.Ticks * 100;

    private void Pass(TimeSpan time) => _scheduler.AdvanceBy(time + TimeSpan.FromMilliseconds(1));
}

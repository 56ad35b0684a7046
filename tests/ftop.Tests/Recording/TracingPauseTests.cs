using Ftop.Recording;
using Ftop.Session;
using Ftop.Tests.Session;

namespace Ftop.Tests.Recording;

public sealed class TracingPauseTests : IDisposable
{
    private readonly FakeTrace _tracefs = new();
    private readonly LiveTrace _trace;
    private readonly TracingPause _pause;

    public TracingPauseTests()
    {
        _trace = _tracefs.StartTrace();
        _trace.StartUnread();
        _pause = new TracingPause([_trace.Array]);
    }

    public void Dispose()
    {
        _trace.Dispose();
        _tracefs.Dispose();
    }

    [Fact]
    public void Pause_SwitchesOffAndOnAgain_AndSaysForHowLong()
    {
        _pause.End();
        Assert.Null(_pause.Missing);
        _pause.Begin();
        Assert.Equal("0", _tracefs.Read("tracing_on"));
        _pause.End();
        Assert.Equal("1", _tracefs.Read("tracing_on"));
        Assert.Matches(@"^tracing was off for \d+\.\d s, while ftop was stopped$", _pause.Missing);
    }

    [Fact]
    public void WhatWasOff_StaysOff()
    {
        _trace.Array.TracingSwitch.Set(false);
        _pause.Begin();
        _pause.End();
        Assert.Equal("0", _tracefs.Read("tracing_on"));
        Assert.Null(_pause.Missing);
    }

    [Fact]
    public void RecordingThatEnds_IsNotSwitchedOnAgain()
    {
        _pause.Begin();
        _pause.Close();
        _pause.End();
        Assert.Equal("0", _tracefs.Read("tracing_on"));
    }
}

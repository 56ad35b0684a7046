using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

/// <summary>A latency tracer measures while nothing is recorded, too: what it found then has no events, and would hide all that is less.</summary>
public sealed class WorstCaseTests
{
    [Fact]
    public void StartTracing_ForgetsWhatWasMeasuredBefore_AndUndoPutsItBack()
    {
        using FakeTracefs tracefs = WithLatency("1234\n");
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using (TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal))
        {
            buffer.SetTracer("wakeup_rt");
            tracefs.Add("tracing_max_latency", "77\n"); // as the kernel would
            buffer.StartTracing();
            Assert.Equal("0\n", tracefs.Read("tracing_max_latency"));
        }

        Assert.Equal("1234\n", tracefs.Read("tracing_max_latency"));
    }

    [Fact]
    public void StartTracing_OfAnotherTracer_LeavesTheWorstCase()
    {
        using FakeTracefs tracefs = WithLatency("1234\n");
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        using TopLevelBuffer buffer = TopLevelBuffer.Take(tracefs.Mount, journal);
        buffer.SetTracer("function");
        buffer.StartTracing();
        Assert.Equal("1234\n", tracefs.Read("tracing_max_latency"));
    }

    private static FakeTracefs WithLatency(string text)
    {
        var tracefs = new FakeTracefs();
        tracefs.Add("tracing_max_latency", text);
        return tracefs;
    }
}

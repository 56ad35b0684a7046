using Ftop.Recording;
using Ftop.Tests.Session;
using Ftop.TraceDat;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs;
using Ftop.Tracefs.Errors;

namespace Ftop.Tests.Recording;

public sealed class RecordingSessionTests : IDisposable
{
    private const int SubBufferBytes = 4096;
    private readonly FakeTrace _tracefs = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-record-").FullName;

    public void Dispose()
    {
        _tracefs.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string Output => Path.Combine(_directory, "trace.dat");

    [Fact]
    public void FromStartToFinish_WhatTheKernelHasIsInTheFile()
    {
        Fill(3);
        using RecordingSession session = Start();
        Assert.Equal("1", _tracefs.Read("tracing_on"));
        (RecordingCounts counts, LeftOut leftOut, TracefsException? refusal) = session.Finish();
        Assert.Equal("0", _tracefs.Read("tracing_on"));
        Assert.Equal((3L * SubBufferBytes, 0L, null), (counts.Bytes, leftOut.Bytes, refusal));
        AssertWhole();
    }

    [Fact]
    public void Counts_AreTheKernels()
    {
        using RecordingSession session = Start();
        File.WriteAllText(Path.Combine(_tracefs.Root, "per_cpu/cpu0/stats"), "entries: 5\noverrun: 7\ndropped events: 2\nread events: 30\n");
        RecordingCounts counts = session.Count();
        Assert.Equal((35, 9), (counts.Events, counts.Lost));
        session.Finish();
    }

    [Fact]
    public void WhereTracefsGoesMeanwhile_TheFileIsWholeAndTheRefusalIsTold()
    {
        Fill(2);
        using RecordingSession session = Start();
        _tracefs.Unmount();
        (RecordingCounts counts, _, TracefsException? refusal) = session.Finish();
        Assert.Equal(2L * SubBufferBytes, counts.Bytes);
        Assert.NotNull(refusal);
        AssertWhole();
    }

    [Fact]
    public void StoppedAndContinued_ItRecordsOn()
    {
        using RecordingSession session = Start();
        session.Pause.Begin();
        Assert.Equal("0", _tracefs.Read("tracing_on"));
        session.Pause.End();
        Assert.Equal("1", _tracefs.Read("tracing_on"));
        session.Finish();
        session.Pause.End();
        Assert.Equal("0", _tracefs.Read("tracing_on"));
    }

    [Fact]
    public void EndedTwiceOrWithoutAFinish_LeavesNoThread()
    {
        RecordingSession finished = Start();
        finished.Finish();
        finished.Dispose();
        finished.Dispose();
        File.Delete(Output);
        Start().Dispose();
        Assert.DoesNotContain("ftop-rec/0", Directory.EnumerateDirectories("/proc/self/task").Select(task => File.ReadAllText($"{task}/comm").Trim()));
    }

    [Fact]
    public void WhereTheFileCannotBeMade_NothingIsSwitchedOn()
    {
        _tracefs.StartTrace().Dispose();
        Assert.ThrowsAny<IOException>(() => Start(Path.Combine(_directory, "nowhere", "trace.dat")));
        Assert.Equal("0", _tracefs.Read("tracing_on"));
    }

    [Fact]
    public void WhereTheKernelRefusesInTheMiddle_NoFileIsHeldOpen()
    {
        File.Delete(Path.Combine(_tracefs.Root, "trace_clock"));
        Directory.CreateDirectory(Path.Combine(_tracefs.Root, "trace_clock")); // cannot be read
        Assert.ThrowsAny<TracefsException>(() => Start());
        Assert.Equal("0", _tracefs.Read("tracing_on"));
        Assert.False(File.Exists(Output));
    }

    private RecordingSession Start(string? output = null)
    {
        var options = new RecordOptions { Output = output ?? Output, Buffers = [new BufferPlan { BufferSizeKb = 64 }] };
        return RecordingSession.Start(options, TracefsMount.At(_tracefs.Root), _tracefs.Buffers, _tracefs.Journal, [Environment.ProcessId], static _ => { });
    }

    private void Fill(int subBuffers)
    {
        byte[] bytes = new byte[subBuffers * SubBufferBytes];
        for (int i = 0; i < subBuffers; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(i * SubBufferBytes), 1000L * (i + 1)); // the time; no events
        }

        File.WriteAllBytes(Path.Combine(_tracefs.Root, "per_cpu/cpu0/trace_pipe_raw"), bytes);
    }

    private void AssertWhole()
    {
        using var file = TraceDatFile.Open(Output);
        Assert.Single(file.Buffers);
    }
}

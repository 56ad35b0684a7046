using Ftop.Decoding;
using Ftop.Output;
using Ftop.Session;

namespace Ftop.Tests.Session;

public sealed class LiveRecordingTests : IDisposable
{
    private readonly FakeTrace _tracefs = new();
    private readonly LiveTrace _trace;
    private readonly List<string> _files = [];

    public LiveRecordingTests() => _trace = _tracefs.StartTrace();

    public void Dispose()
    {
        _trace.Dispose();
        _tracefs.Dispose();
        _files.ForEach(File.Delete);
    }

    [Fact]
    public void Recording_GoesFromBeginToEnd_AndSaysWhereTo()
    {
        using var recording = new LiveRecording(_trace, new Sink(), 0);
        _trace.Start(recording.Sink);
        Assert.False(recording.IsRunning);
        Assert.Null(recording.Progress);
        string path = PathIn(recording.Begin(), "recording to ", ";");
        Assert.True(recording.IsRunning);
        Assert.Equal($"recording 0.0 MiB to {path}", recording.Progress);
        Assert.Equal(path, PathIn(recording.End(), "recorded ", ","));
        Assert.False(recording.IsRunning);
        Assert.Null(recording.Progress);
        Assert.True(new FileInfo(path).Length > 0);
    }

    [Fact]
    public void Next_IsBesideTheFirst()
    {
        using var recording = new LiveRecording(_trace, new Sink(), 0);
        _trace.Start(recording.Sink);
        string first = PathIn(recording.Begin(), "recording to ", ";");
        recording.End();
        string second = PathIn(recording.Begin(), "recording to ", ";");
        recording.End();
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void EndWithoutABegin_IsAFault()
    {
        using var recording = new LiveRecording(_trace, new Sink(), 0);
        Assert.Throws<InvalidOperationException>(recording.End);
    }

    [Fact]
    public void PastThatIsNotKept_IsRefused()
    {
        using var recording = new LiveRecording(_trace, new Sink(), 0);
        Assert.Contains("--flight-mb 0", Assert.Throws<RefusalException>(recording.SavePast).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Past_IsWrittenWithWhatWasOn()
    {
        using var recording = new LiveRecording(_trace, new Sink(), 1 << 20);
        _trace.Start(recording.Sink);
        recording.NoteEvents(["sched:sched_switch"]);
        Assert.True(new FileInfo(PathIn(recording.SavePast(), "the past is in ", ",")).Length > 0);
    }

    private string PathIn(string said, string before, string after)
    {
        Assert.StartsWith(before, said, StringComparison.Ordinal);
        string path = said[before.Length..].Split(after)[0];
        _files.Add(path);
        return path;
    }

    private sealed class Sink : ISubBufferSink
    {
        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
        {
        }
    }
}

using Ftop.Session;
using Ftop.Tracefs.Errors;

namespace Ftop.Tests.Session;

public sealed class LiveTraceTests : IDisposable
{
    private readonly FakeTrace _tracefs = new();

    public void Dispose() => _tracefs.Dispose();

    [Fact]
    public void Made_IsSetUpWithTracingOffAndPutBackByDispose()
    {
        using (LiveTrace trace = _tracefs.StartTrace())
        {
            Assert.Equal("0", _tracefs.Read("tracing_on"));
            Assert.Equal("64", _tracefs.Read("buffer_size_kb"));
            Assert.Equal([0], trace.Cpus);
            trace.CheckPresence();
        }

        Assert.Equal("1", _tracefs.Read("tracing_on"));
        Assert.Equal("7", _tracefs.Read("buffer_size_kb"));
    }

    [Fact]
    public void CheckPresence_NamesTheBufferThatIsGone()
    {
        using LiveTrace trace = _tracefs.StartTrace();
        _tracefs.Unmount();
        Assert.Contains("unmounted", Assert.Throws<TracefsException>(trace.CheckPresence).Message, StringComparison.Ordinal);
        Directory.Move(_tracefs.Root + "-elsewhere", _tracefs.Root);
    }

    [Fact]
    public void AfterDispose_ReadingIsRefusedAndNothingHangs()
    {
        LiveTrace trace = _tracefs.StartTrace();
        trace.Dispose();
        Assert.Throws<ObjectDisposedException>(trace.Drain);
        Assert.Equal(0, trace.ReadErrors);
        trace.Dispose();
    }
}

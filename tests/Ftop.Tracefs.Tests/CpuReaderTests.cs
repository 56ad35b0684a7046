using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Tracefs.Reading;

namespace Ftop.Tracefs.Tests;

public sealed class CpuReaderTests
{
    private static readonly HeaderPage Layout = HeaderPage.Default;

    [Fact]
    public void Drain_StopsWhereTheWriterIs()
    {
        using var tracefs = new FakeTracefs();
        CpuReader reader = Open(tracefs, 4000, 4000, 100, 50, 4000);
        var sink = new Sink();
        Assert.Equal(4, Drain(reader, sink, untilEmpty: false));
        Assert.Equal([4000, 4000, 100, 50], sink.Commits);
        Assert.Equal(1, Drain(reader, sink, untilEmpty: false));
    }

    /// <summary>What a read left of the sub-buffer that was being written is little, and a whole buffer may have been written after it.</summary>
    [Fact]
    public void Drain_AfterTheRestOfASubBuffer_GoesOn()
    {
        using var tracefs = new FakeTracefs();
        Assert.Equal(7, Drain(Open(tracefs, 100, 4000, 4000, 4000, 4000, 20, 20), new Sink(), untilEmpty: false));
    }

    /// <summary>An event that did not fit left the sub-buffer before it nearly empty.</summary>
    [Fact]
    public void Drain_OfEventsOfVeryDifferentSizes_GoesOn()
    {
        using var tracefs = new FakeTracefs();
        Assert.Equal(7, Drain(Open(tracefs, 100, 30, 4050, 30, 4050, 30, 4050), new Sink(), untilEmpty: false));
    }

    [Fact]
    public void Drain_UntilEmpty_TakesAll()
    {
        using var tracefs = new FakeTracefs();
        CpuReader reader = Open(tracefs, 4000, 100, 4000, 8);
        Assert.Equal(4, Drain(reader, new Sink(), untilEmpty: true));
        Assert.Equal(0, Drain(reader, new Sink(), untilEmpty: true));
    }

    [Fact]
    public void Drain_TakesNoMoreThanItIsTold()
    {
        using var tracefs = new FakeTracefs();
        Assert.Equal(2, Drain(Open(tracefs, 4000, 4000, 4000), new Sink(), untilEmpty: true, most: 2));
    }

    [Fact]
    public void Drain_OfAClosedPipe_IsNothing()
    {
        using var tracefs = new FakeTracefs();
        CpuReader reader = Open(tracefs, 4000);
        reader.Close();
        Assert.Equal(0, Drain(reader, new Sink(), untilEmpty: true));
        reader.Open();
        Assert.Equal(1, Drain(reader, new Sink(), untilEmpty: true));
    }

    [Fact]
    public void Open_OfACpuWithoutAPipe_WaitsForIt()
    {
        var reader = new CpuReader(0, 0, "/nowhere/trace_pipe_raw");
        reader.Open();
        Assert.Equal(0, Drain(reader, new Sink(), untilEmpty: true));
        Assert.Equal(0, reader.ReadErrors);
    }

    [Fact]
    public void Drain_CountsReadErrors()
    {
        var reader = new CpuReader(0, 0, "/proc/self"); // a directory: EISDIR
        reader.Open();
        Assert.Equal(0, Drain(reader, new Sink(), untilEmpty: true));
        Assert.Equal(1, reader.ReadErrors);
    }

    [Fact]
    public void Drain_AllocatesNothing()
    {
        using var tracefs = new FakeTracefs();
        CpuReader reader = Open(tracefs, [.. Enumerable.Repeat(4000, 1000)]);
        var sink = new Sink { Keeps = false };
        Span<byte> buffer = new byte[RoomBytes];
        reader.Drain(sink, Nothing, buffer, Layout, 10, untilEmpty: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int count = reader.Drain(sink, Nothing, buffer, Layout, 900, untilEmpty: false);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(900, count);
        Assert.Equal(0, allocated);
    }

    /// <summary>What a new thread did is only known for its doing if the thread is: threads are looked up between reading and handing over.</summary>
    [Fact]
    public void Drain_CallsBetweenReadingAndHandingOver()
    {
        using var tracefs = new FakeTracefs();
        CpuReader reader = Open(tracefs, [.. Enumerable.Repeat(4000, 40)]);
        var sink = new Sink();
        List<int> handedOverAtCall = [];
        Assert.Equal(40, reader.Drain(sink, () => handedOverAtCall.Add(sink.Commits.Count), new byte[RoomBytes], Layout, 100, untilEmpty: true));
        Assert.Equal([0, 16, 32], handedOverAtCall);
        Assert.Equal(0, reader.Drain(sink, () => handedOverAtCall.Add(-1), new byte[RoomBytes], Layout, 100, untilEmpty: true));
        Assert.DoesNotContain(-1, handedOverAtCall);
    }

    private static readonly Action Nothing = static () => { };

    private static int RoomBytes => Layout.SubBufferSizeBytes * CpuReader.BatchOf(Layout);

    private static int Drain(CpuReader reader, ISubBufferSink sink, bool untilEmpty, int most = 100) =>
        reader.Drain(sink, Nothing, new byte[RoomBytes], Layout, most, untilEmpty);

    private static CpuReader Open(FakeTracefs tracefs, params int[] commits)
    {
        var reader = new CpuReader(0, 0, FakePipe.Write(tracefs, 0, commits));
        reader.Open();
        return reader;
    }

    private sealed class Sink : ISubBufferSink
    {
        public List<int> Commits { get; } = [];

        public bool Keeps { get; init; } = true;

        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
        {
            if (Keeps)
            {
                Commits.Add(SubBufferHeader.Read(subBuffer, Layout).CommitBytes);
            }
        }
    }
}

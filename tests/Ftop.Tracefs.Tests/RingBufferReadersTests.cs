using System.Collections.Concurrent;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Tracefs.Reading;

namespace Ftop.Tracefs.Tests;

public sealed class RingBufferReadersTests
{
    [Theory]
    [InlineData(16 << 20, 1, 60)]
    [InlineData(8 << 20, 4, 120)]
    [InlineData(8 << 20, 8, 240)]
    [InlineData(16 << 20, 20, 250)]
    [InlineData(64 << 10, 10, 2)]
    public void LongestSleep_FollowsWhatTheProcessorCanFillMeanwhile(long bufferBytes, double slowness, int expectedMs) =>
        Assert.Equal(expectedMs, RingBufferReaders.MostMs(bufferBytes, slowness));

    [Fact]
    public void Barrier_HandsOverEverythingOfEveryCpu()
    {
        using var tracefs = new FakeTracefs();
        using RingBufferReaders readers = Open(tracefs, [4000, 100, 4000, 8], [100, 100, 100]);
        var sink = new CountingSink();
        readers.Start(sink);
        readers.Barrier();
        Assert.Equal(4, sink.Counts[0]);
        Assert.Equal(3, sink.Counts[1]);
        readers.Barrier();
        Assert.Equal(4, sink.Counts[0]);
    }

    [Fact]
    public void Barrier_ThrowsWhatTheSinkThrew()
    {
        using var tracefs = new FakeTracefs();
        using RingBufferReaders readers = Open(tracefs, [4000]);
        readers.Start(new FailingSink());
        Assert.Equal("the sink's", Assert.Throws<InvalidOperationException>(readers.Barrier).Message);
    }

    [Fact]
    public void Pause_ClosesUntilResume()
    {
        using var tracefs = new FakeTracefs();
        using RingBufferReaders readers = Open(tracefs, [4000]);
        readers.Pause();
        var sink = new CountingSink();
        readers.Start(sink);
        readers.Barrier();
        Assert.Empty(sink.Counts);
        readers.Resume();
        readers.Barrier();
        Assert.Equal(1, sink.Counts[0]);
    }

    [Fact]
    public void Dispose_WithoutStart_EndsQuietly()
    {
        using var tracefs = new FakeTracefs();
        RingBufferReaders readers = Open(tracefs, [4000]);
        readers.Barrier();
        readers.Dispose();
        readers.Dispose();
    }

    [Fact]
    public void BusyCpu_IsReadByItsOwnWorkerAndNeverTwiceAtOnce()
    {
        using var tracefs = new FakeTracefs();
        using RingBufferReaders readers = Open(tracefs, [.. Enumerable.Repeat(4000, 5000)], [.. Enumerable.Repeat(4000, 5000)]);
        var sink = new CountingSink();
        readers.Start(sink);
        for (int i = 0; i < 5; i++)
        {
            readers.Barrier();
        }

        Assert.Equal(5000, sink.Counts[0]);
        Assert.Equal(5000, sink.Counts[1]);
        Assert.Equal(0, sink.Overlaps);
        Assert.Contains("ftop-read/1", sink.Threads);
    }

    private static RingBufferReaders Open(FakeTracefs tracefs, params int[][] commits)
    {
        CpuReader[] readers = [.. commits.Select((pages, cpu) => new CpuReader(cpu, cpu, FakePipe.Write(tracefs, cpu, pages)))];
        var all = new RingBufferReaders(readers, HeaderPage.Default, 4096, [0, 1], static () => { });
        all.Resume();
        return all;
    }

    private sealed class CountingSink : ISubBufferSink
    {
        private readonly int[] _inside = new int[8];
        private int _overlaps;

        public ConcurrentDictionary<int, int> Counts { get; } = new();

        public ConcurrentDictionary<string, int> ByThread { get; } = new();

        public IEnumerable<string> Threads => ByThread.Keys;

        public int Overlaps => _overlaps;

        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
        {
            if (Interlocked.Increment(ref _inside[cpuIndex]) != 1)
            {
                Interlocked.Increment(ref _overlaps);
            }

            Counts.AddOrUpdate(cpuIndex, 1, (_, count) => count + 1);
            ByThread.AddOrUpdate(Thread.CurrentThread.Name ?? "", 1, (_, count) => count + 1);
            Interlocked.Decrement(ref _inside[cpuIndex]);
        }
    }

    private sealed class FailingSink : ISubBufferSink
    {
        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer) => throw new InvalidOperationException("the sink's");
    }
}

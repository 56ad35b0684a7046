using System.Collections.Concurrent;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Tracefs.Reading;

namespace Ftop.Tracefs.Tests;

/// <summary>Quiet CPUs are read when the kernel says that they have filled, and by who waits at a barrier.</summary>
public sealed class FillWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ABufferThatFills_IsReadWithoutABarrier(bool mono)
    {
        using var tracefs = new FakeTracefs();
        using var pipe = new NamedPipe(tracefs, 0);
        using var quiet = new NamedPipe(tracefs, 1);
        using RingBufferReaders readers = Open(mono ? new MonoWaiter() : new LibcWaiter(), pipe.Path, quiet.Path);
        var sink = new Sink();
        readers.Start(sink);
        for (int i = 0; i < 3; i++)
        {
            pipe.Write(4000);
            Assert.Equal((0, 4000), sink.Take());
        }

        quiet.Write(100);
        Assert.Equal((1, 100), sink.Take());
    }

    /// <summary>The kernel refuses another tracer while a pipe is open, and a file that somebody polls is.</summary>
    [Fact]
    public void Pause_WaitsUntilNobodyPolls()
    {
        using var tracefs = new FakeTracefs();
        using var pipe = new NamedPipe(tracefs, 0);
        using RingBufferReaders readers = Open(new LibcWaiter(), pipe.Path);
        var sink = new Sink();
        readers.Start(sink);
        for (int i = 0; i < 20; i++)
        {
            readers.Pause();
            pipe.Write(4000);
            readers.Barrier();
            Assert.True(sink.IsEmpty);
            readers.Resume();
            Assert.Equal((0, 4000), sink.Take());
        }
    }

    [Fact]
    public void APollThatAlwaysWakes_IsGivenUpForTheClock()
    {
        using var tracefs = new FakeTracefs();
        string always = FakePipe.Write(tracefs, 0); // poll says of an ordinary file that it can be read
        var fill = new FillWatch(new LibcWaiter());
        using RingBufferReaders readers = Open(fill, always);
        var sink = new Sink();
        readers.Start(sink);
        Assert.True(SpinWait.SpinUntil(() => !fill.IsTrusted, Patience));
        File.WriteAllBytes(always, new byte[4096]);
        Assert.Equal((0, 0), sink.Take());
    }

    [Fact]
    public void AFullBufferThatNobodyWokeFor_EndsTheTrust()
    {
        using var tracefs = new FakeTracefs();
        var fill = new FillWatch(new DeafWaiter());
        using RingBufferReaders readers = Open(fill, FakePipe.Write(tracefs, 0, [.. Enumerable.Repeat(4000, 600)])); // of 1024
        var sink = new Sink();
        readers.Start(sink);
        readers.Barrier();
        Assert.False(fill.IsTrusted);
    }

    private static RingBufferReaders Open(IWaiter waiter, params string[] paths) => Open(new FillWatch(waiter), paths);

    private static RingBufferReaders Open(FillWatch fill, params string[] paths)
    {
        var all = new RingBufferReaders(paths.Select((path, cpu) => new CpuReader(cpu, cpu, path)), HeaderPage.Default, 4096, [], static () => { }, fill);
        all.Resume();
        return all;
    }

    private sealed class Sink : ISubBufferSink
    {
        private readonly BlockingCollection<(int Cpu, int CommitBytes)> _taken = [];

        public bool IsEmpty => _taken.Count == 0;

        public (int Cpu, int CommitBytes) Take() => _taken.TryTake(out (int, int) first, Patience) ? first : throw new TimeoutException("nothing was read");

        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer) => _taken.Add((cpuIndex, SubBufferHeader.Read(subBuffer, HeaderPage.Default).CommitBytes));
    }

    // Hears the wake-up alone.
    private sealed class DeafWaiter : IWaiter
    {
        private readonly LibcWaiter _waiter = new();

        public bool Wait(int descriptor, int timeoutMs) => _waiter.Wait(descriptor, timeoutMs);

        public int Wait(Native.PollDescriptor[] descriptors, int count, int timeoutMs) => _waiter.Wait(descriptors, 1, timeoutMs);
    }
}

using System.Diagnostics;
using Ftop.Decoding;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

public sealed class BufferGrowthTests
{
    private readonly List<string> _resized = [];

    [Fact]
    public void CpuThatOverruns_IsDoubledEveryFewTicksUntilItsShareOfMemory()
    {
        BufferGrowth growth = Growth(cpus: 2, sizeKb: 100, mostKb: 700);
        string? last = null;
        for (int tick = 1; tick <= 20; tick++)
        {
            growth.Note(0, Overrun(tick));
            growth.Note(1, Overrun(0));
            last = growth.Grow() ?? last;
        }

        Assert.Equal(["0:200", "0:400"], _resized);
        Assert.Equal((400, 100), (growth.SizeKb(0), growth.SizeKb(1)));
        Assert.Equal((2, 0), (growth.Resizes(0), growth.Resizes(1)));
        Assert.Equal(350, growth.EvenSizeKb);
        Assert.Equal("buffer 0 overran at 400 KiB, and all have their share of memory: --buffer-size sets another size", last);
        Assert.False(growth.IsWanted);
    }

    [Fact]
    public void CpuThatGrew_RestsWhileOldLossesAreCounted()
    {
        BufferGrowth growth = Growth(cpus: 1, sizeKb: 100, mostKb: 10_000);
        growth.Note(0, Overrun(5));
        Assert.True(growth.IsWanted);
        Assert.Equal("buffer 0 overran and has 200 KiB now", growth.Grow());
        for (int tick = 1; tick <= BufferGrowth.RestTicks; tick++)
        {
            growth.Note(0, Overrun(5 + tick));
            Assert.Null(growth.Grow());
        }

        growth.Note(0, Overrun(5 + BufferGrowth.RestTicks));
        Assert.Null(growth.Grow());
    }

    [Fact]
    public void RefusalOfTheKernel_IsSaidOnceAndEndsIt()
    {
        var growth = new BufferGrowth((_, _) => throw new TracefsException("/t/buffer_size_kb", "write '200'", 12, TracefsFailure.Failed, "less"), 1, 100, 10_000);
        growth.Note(0, Overrun(1));
        Assert.Equal("buffer 0 overran and cannot grow: write '200' /t/buffer_size_kb: ENOMEM: less", growth.Grow());
        for (int tick = 2; tick < 10; tick++)
        {
            growth.Note(0, Overrun(tick));
            Assert.Null(growth.Grow());
        }
    }

    [Fact]
    public async Task BufferTooSmallForItsCpu_GrowsUntilNothingIsLost()
    {
        using var temp = new FakeTracefs();
        using UndoJournal journal = UndoJournal.Open(temp.Journals);
        using TracefsInstance instance = TracefsInstance.Create(TracefsMount.At(RealTracefs.RequireRoot()), journal);
        int firstKb = instance.BufferSize.Set(256);
        instance.Clock.SetDefault();
        instance.Events.Set("raw_syscalls", true);
        using var source = new LiveSource(instance);
        source.Start(new Discard());
        var growth = new BufferGrowth(source, instance.BufferSize);
        using var ended = new CancellationTokenSource();
        var thread = new Thread(() => OwnThread.Run(id =>
        {
            instance.Pids.Follow([id], children: false);
            instance.TracingSwitch.Set(true);
            while (!ended.IsCancellationRequested)
            {
                _ = OwnThread.GetParentPid();
            }
        }));
        thread.Start();

        long Lost() => Enumerable.Range(0, source.Cpus.Length).Sum(cpuIndex => source.ReadStats(cpuIndex).Overrun);
        int quietTicks = 0;
        long before = 0;
        string log = "";
        for (var waited = Stopwatch.StartNew(); quietTicks < 20 && waited.Elapsed < TimeSpan.FromSeconds(60);)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            source.Drain();
            for (int cpuIndex = 0; cpuIndex < source.Cpus.Length; cpuIndex++)
            {
                growth.Note(cpuIndex, source.ReadStats(cpuIndex));
            }

            log += growth.Grow() is string line ? $"{waited.Elapsed.TotalSeconds:F1} s, {before} lost: {line}\n" : "";
            long lost = Lost();
            quietTicks = lost == before ? quietTicks + 1 : 0;
            before = lost;
        }

        ended.Cancel();
        thread.Join();
        TestContext.Current.TestOutputHelper?.WriteLine(log);
        Assert.True(before > 0, "256 KiB held all that one CPU can make");
        Assert.True(quietTicks == 20, $"events are lost all the time:\n{log}");
        Assert.InRange(source.Cpus.Select((_, cpuIndex) => growth.SizeKb(cpuIndex)).Max(), 2 * firstKb, (int)BufferSize.GreatestTotalKb);
        Assert.Equal(0, source.ReadErrors);
    }

    private BufferGrowth Growth(int cpus, int sizeKb, long mostKb) => new(
        (cpuIndex, kb) =>
        {
            _resized.Add($"{cpuIndex}:{kb}");
            return kb;
        },
        cpus, sizeKb, mostKb);

    private static CpuStats Overrun(long events) => default(CpuStats) with { Overrun = events };

    /// <summary>Takes no time: what is lost is lost by the buffer's size.</summary>
    private sealed class Discard : ISubBufferSink
    {
        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
        {
        }
    }
}

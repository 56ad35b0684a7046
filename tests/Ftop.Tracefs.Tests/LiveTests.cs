using Ftop.Decoding.Formats;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Reading;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

/// <summary>Over this machine's tracefs, in an instance of our own, following only a thread of our own.</summary>
public sealed class LiveTests : IDisposable
{
    private const int RoomForAllKb = 96 << 10; // a million entries of 68 bytes, with their headers
    private readonly FakeTracefs _temp = new();

    [Theory]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void Drain_HandsOverExactlyTheCallsThatWereMade(int calls)
    {
        (UndoJournal journal, TracefsInstance instance) = Create();
        using UndoJournal undo = journal;
        using TracefsInstance own = instance;
        instance.Clock.SetDefault();
        instance.BufferSize.Set(RoomForAllKb); // so that a reader that has to wait for a CPU loses nothing
        Assert.Equal("mono", instance.Clock.Current);
        Assert.Single(instance.Events.Set("raw_syscalls:sys_enter", true).Changed);
        Assert.Equal("raw_syscalls:sys_enter", Assert.Single(instance.Events.Enabled).ToString());

        using var source = new LiveSource(instance);
        EventFormat format = source.Metadata.Formats.Find("raw_syscalls", "sys_enter")!;
        var sink = new GetppidSink(source, format);
        source.Start(sink);
        for (int round = 1; round <= 3; round++)
        {
            OwnThread.Run(thread =>
            {
                instance.Pids.Follow([thread], children: false);
                instance.TracingSwitch.Set(true);
                for (int i = 0; i < calls; i++)
                {
                    _ = OwnThread.GetParentPid();
                }
            });
            source.Drain();
            Assert.Equal(0, sink.Missed);
            Assert.Equal(round * calls, sink.Calls);
        }

        Assert.Equal(0, source.ReadErrors);
        Assert.Equal(0, source.ReadStats(0).Overrun);
        Assert.Equal("getppid", source.Metadata.SystemCalls.Name(GetppidNumber(source)));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    public void Drain_OfSubBuffersLargerThanAPage_HandsOverExactlyTheCallsThatWereMade(int subBufferKb)
    {
        const int Calls = 300_000;
        (UndoJournal journal, TracefsInstance instance) = Create();
        using UndoJournal undo = journal;
        using TracefsInstance own = instance;
        ControlFile size = instance.File("buffer_subbuf_size_kb");
        Assert.SkipUnless(size.Exists, "sub-buffers are a page before Linux 6.8");
        size.Write($"{subBufferKb}");
        instance.BufferSize.Set(RoomForAllKb);
        instance.Events.Set("raw_syscalls:sys_enter", true);

        using var source = new LiveSource(instance);
        Assert.Equal(subBufferKb << 10, source.Metadata.HeaderPage.SubBufferSizeBytes);
        var sink = new GetppidSink(source, source.Metadata.Formats.Find("raw_syscalls", "sys_enter")!);
        source.Start(sink);
        OwnThread.Run(thread =>
        {
            instance.Pids.Follow([thread], children: false);
            instance.TracingSwitch.Set(true);
            for (int i = 0; i < Calls; i++)
            {
                _ = OwnThread.GetParentPid();
                Thread.SpinWait(20); // no faster than what readers are made for, 200 MiB/s
            }
        });
        source.Drain();
        Assert.Equal(0, sink.Missed);
        Assert.Equal(Calls, sink.Calls);
        Assert.Equal(subBufferKb << 10, sink.LargestSubBufferBytes);
        Assert.Equal(0, source.ReadErrors);
    }

    /// <summary>Nobody asks for what is there, and the buffer holds a quarter of it: who reads must come in time, and not before.</summary>
    [Fact]
    public void BurstOntoAnIdleReader_IsRead_AndAnIdleReaderSleeps()
    {
        const int Calls = 1_000_000;
        const int RoomKb = 16 << 10; // what ftop takes of a machine with memory enough
        Assert.SkipUnless(FillPolling.IsReliable, "this kernel's poll does not wait for buffer_percent");
        (UndoJournal journal, TracefsInstance instance) = Create();
        using UndoJournal undo = journal;
        using TracefsInstance own = instance;
        instance.BufferSize.Set(RoomKb);
        instance.Events.Set("raw_syscalls:sys_enter", true);
        using var source = new LiveSource(instance);
        var sink = new GetppidSink(source, source.Metadata.Formats.Find("raw_syscalls", "sys_enter")!);
        source.Start(sink);
        OwnThread.Run(thread =>
        {
            instance.Pids.Follow([thread], children: false);
            instance.TracingSwitch.Set(true);
            long slept = Sleeps("ftop-read");
            Thread.Sleep(2000);
            Assert.InRange(Sleeps("ftop-read") - slept, 0, 2);
            for (int i = 0; i < Calls; i++)
            {
                _ = OwnThread.GetParentPid();
            }
        });
        source.Drain();
        // The runtime stops all threads of this process now and then, and waits for the one that calls; a reader that nobody wakes would lose three quarters.
        Assert.InRange(sink.Calls, Calls * 9 / 10, Calls);
    }

    [Fact]
    public void Follow_OfAThreadWhileAnotherIsBusy_LetsNobodyElsePass()
    {
        const int Rounds = 20;
        (UndoJournal journal, TracefsInstance instance) = Create();
        using UndoJournal undo = journal;
        using TracefsInstance own = instance;
        instance.Events.Set("raw_syscalls:sys_enter", true);
        using var source = new LiveSource(instance);
        var sink = new GetppidSink(source, source.Metadata.Formats.Find("raw_syscalls", "sys_enter")!);
        source.Start(sink);
        using var ended = new CancellationTokenSource();
        var other = new Thread(() =>
        {
            while (!ended.IsCancellationRequested)
            {
                _ = OwnThread.GetParentPid();
            }
        });
        other.Start();
        OwnThread.Run(thread =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                instance.Pids.Follow([thread], children: false);
                instance.TracingSwitch.Set(true);
                _ = OwnThread.GetParentPid();
            }
        });
        ended.Cancel();
        other.Join();
        source.Drain();
        Assert.Equal(Rounds, sink.Calls);
    }

    [Fact]
    public void SwitchTracer_RefusedOrNot_GoesOnReading()
    {
        (UndoJournal journal, TracefsInstance instance) = Create();
        using UndoJournal undo = journal;
        using TracefsInstance own = instance;
        instance.Events.Set("raw_syscalls:sys_enter", true);
        using var source = new LiveSource(instance);
        var sink = new GetppidSink(source, source.Metadata.Formats.Find("raw_syscalls", "sys_enter")!);
        source.Start(sink);

        source.SwitchTracer("nop");
        Assert.Equal("nop", instance.Tracer.Current);
        TracefsException none = Assert.Throws<TracefsException>(() => source.SwitchTracer("mmiotrace"));
        Assert.Equal(TracefsFailure.NotSupported, none.Failure);
        Assert.Contains("CONFIG_MMIOTRACE", none.Message, StringComparison.Ordinal);
        Assert.Contains("no kernel has", Assert.Throws<TracefsException>(() => source.SwitchTracer("nosuch")).Message, StringComparison.Ordinal);

        OwnThread.Run(thread =>
        {
            instance.Pids.Follow([thread], children: false);
            instance.TracingSwitch.Set(true);
            _ = OwnThread.GetParentPid();
        });
        source.Drain();
        Assert.Equal(1, sink.Calls);
    }

    [Fact]
    public void Filter_RefusedByTheKernel_SaysWhatAndWhere()
    {
        (UndoJournal journal, TracefsInstance instance) = Create();
        using UndoJournal undo = journal;
        using TracefsInstance own = instance;
        var name = new EventName("sched", "sched_switch");
        instance.Events.SetFilter(name, "prev_pid == 1");
        instance.Events.SetFilter(name, "");
        TracefsException e = Assert.Throws<TracefsException>(() => instance.Events.SetFilter(name, "prev_pid == 1 && foo == 2"));
        Assert.Equal("EINVAL", e.ErrnoName);
        Assert.Contains("Field not found near column 22, after 'prev_pid == 1 && foo'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instance_IsGoneAfterDispose()
    {
        (UndoJournal journal, TracefsInstance instance) = Create();
        using UndoJournal undo = journal;
        using (instance)
        {
            Assert.True(Directory.Exists(instance.Directory));
            Assert.False(instance.TracingSwitch.IsOn);
            Assert.Contains("sched", instance.Events.Set("sched", true).Changed.Select(name => name.System));
            Assert.Equal("sched", Assert.Single(instance.Events.EnabledCollapsed));
            Assert.NotEmpty(instance.Cpus);
        }

        Assert.False(Directory.Exists(instance.Directory));
    }

    [Fact]
    public void FunctionFilterOrTracer_WhereTheyAreLocked_SaysSoInOneLine()
    {
        (UndoJournal journal, TracefsInstance instance) = Create();
        using UndoJournal undo = journal;
        using TracefsInstance own = instance;
        try
        {
            instance.Functions.Only(["vfs_read"]);
        }
        catch (TracefsException e)
        {
            Assert.SkipUnless(e.Failure == TracefsFailure.NotPermitted, e.Message);
            Assert.Contains("EPERM: the kernel refuses function filters even to root", e.Message, StringComparison.Ordinal);
            TracefsException refused = Assert.Throws<TracefsException>(() => instance.Tracer.Set("function"));
            Assert.Equal(TracefsFailure.NotPermitted, refused.Failure);
            Assert.Contains("current_tracer: EPERM: the kernel refuses this tracer even to root", refused.Message, StringComparison.Ordinal);
            Assert.Equal("nop", instance.Tracer.Current);
        }
    }

    public void Dispose() => _temp.Dispose();

    private (UndoJournal Journal, TracefsInstance Instance) Create()
    {
        TracefsMount mount = TracefsMount.At(RealTracefs.RequireRoot());
        UndoJournal journal = UndoJournal.Open(_temp.Journals);
        return (journal, TracefsInstance.Create(mount, journal));
    }

    private static long Sleeps(string thread) => Directory.EnumerateDirectories("/proc/self/task")
        .Where(task => File.ReadAllText($"{task}/comm").Trim() == thread)
        .Sum(static task => File.ReadLines($"{task}/status").Where(static line => line.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal))
            .Sum(static line => long.Parse(line.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture)));

    private static long GetppidNumber(LiveSource source) => source.Metadata.SystemCalls.Find("getppid");
}

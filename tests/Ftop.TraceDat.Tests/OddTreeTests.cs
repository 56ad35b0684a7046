using System.Diagnostics;
using Ftop.Decoding;
using Ftop.Decoding.Text;
using Ftop.TraceDat.Replay;

namespace Ftop.TraceDat.Tests;

/// <summary>Directories in which something else than the file lies that tracefs has there: whatever it is, they are read or refused soon, in bounded memory.</summary>
public sealed class OddTreeTests : IDisposable
{
    private const long MaxAllocatedBytes = 400 << 20;
    private const long Tebibyte = 1L << 40;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly CapturedDirectory _tree = new("guest-x86_64-6.1", "ev_sched");

    public static TheoryData<string, string> Places
    {
        get
        {
            var places = new TheoryData<string, string>();
            foreach (string file in (string[])["events/header_page", "kallsyms", "printk_formats", "saved_cmdlines", "saved_tgids", "trace_clock", "trace_options", "current_tracer",
                "version", "buffer_subbuf_size_kb", "dynamic_events", "online_cpus", "trace_pipe", "per_cpu/cpu0/stats", "per_cpu/cpu0/trace_pipe_raw", "events/sched/sched_switch/format"])
            {
                foreach (string kind in (string[])["a pipe", "a link to a pipe", "a link to /dev/zero", "a directory", "a link to itself", "a link to nothing", "a hole", "nothing"])
                {
                    places.Add(file, kind);
                }
            }

            return places;
        }
    }

    public void Dispose() => _tree.Dispose();

    [Theory]
    [MemberData(nameof(Places))]
    public async Task AnythingInPlaceOfAFile_IsReadOrRefusedSoon(string file, string kind)
    {
        Put(file, kind);
        Task<long> read = Task.Run(ReadAll, TestContext.Current.CancellationToken);
        Assert.Same(read, await Task.WhenAny(read, Task.Delay(Soon, TestContext.Current.CancellationToken)));
        Assert.InRange(await read, 0, MaxAllocatedBytes);
    }

    [Fact]
    public void LinksInCircles_AreNotFollowed()
    {
        string events = OwnEvents();
        foreach (string name in (string[])["a", "b", "c"])
        {
            Directory.CreateSymbolicLink(Path.Combine(events, name), events);
            Directory.CreateSymbolicLink(Path.Combine(events, "sched", name), events);
        }

        var watch = Stopwatch.StartNew();
        ReadAll();
        Assert.True(watch.Elapsed < Soon, $"{watch.Elapsed}");
    }

    // The same sub-buffers, a tebibyte of nothing before, between and behind them.
    [Fact]
    public void HolesAmongSubBuffers_CostNothing()
    {
        string raw = Path.Combine(_tree.Path, "per_cpu", "cpu0", "trace_pipe_raw");
        (TraceTotals whole, ulong start, ulong end) = Measure();
        byte[] bytes = File.ReadAllBytes(raw);
        using (FileStream sparse = File.Create(raw))
        {
            sparse.Position = Tebibyte;
            sparse.Write(bytes.AsSpan(0, 8192));
            sparse.Position = 2 * Tebibyte;
            sparse.Write(bytes.AsSpan(8192));
            sparse.SetLength(3 * Tebibyte);
        }

        var watch = Stopwatch.StartNew();
        Assert.Equal((whole, start, end), Measure());
        Assert.True(watch.Elapsed < Soon, $"{watch.Elapsed}");
    }

    private (TraceTotals Totals, ulong Start, ulong End) Measure()
    {
        TraceTotals totals = TraceReport.Write(CapturedTree.Open(_tree.Path), Stream.Null);
        using RecordedTrace trace = RecordedTrace.Open(_tree.Path);
        return (totals, trace.Start, trace.End);
    }

    private long ReadAll()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var input = RecordedInput.Open(_tree.Path);
            TraceReport.Write(input.Buffers[0], Stream.Null);
            Assert.All(input.Statistics, text => Assert.InRange(text.Length, 0, 1 << 14));
        }
        catch (Exception refusal) when (refusal is IOException or InvalidDataException)
        {
            Assert.Contains(_tree.Path, refusal.Message, StringComparison.Ordinal);
        }

        try
        {
            using RecordedTrace trace = RecordedTrace.Open(_tree.Path);
            using var source = new ReplaySource(trace);
            source.Start(new NoSink());
            source.AdvanceTo(ulong.MaxValue);
        }
        catch (Exception refusal) when (refusal is IOException or InvalidDataException)
        {
            Assert.Contains(_tree.Path, refusal.Message, StringComparison.Ordinal);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Put(string file, string kind)
    {
        if (file.StartsWith("events/", StringComparison.Ordinal))
        {
            OwnEvents();
        }

        string path = Path.Combine(_tree.Path, file);
        File.Delete(path);
        switch (kind)
        {
            case "a pipe":
                MakePipe(path);
                break;
            case "a link to a pipe":
                MakePipe(path + ".pipe");
                File.CreateSymbolicLink(path, path + ".pipe");
                break;
            case "a link to /dev/zero":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "a directory":
                Directory.CreateDirectory(path);
                break;
            case "a link to itself":
                File.CreateSymbolicLink(path, path);
                break;
            case "a link to nothing":
                File.CreateSymbolicLink(path, path + ".gone");
                break;
            case "a hole":
                using (FileStream hole = File.Create(path))
                {
                    hole.SetLength(Tebibyte);
                }

                break;
        }
    }

    // Of the events' formats there is a link, shared by all tests.
    private string OwnEvents()
    {
        string events = Path.Combine(_tree.Path, "events");
        string shared = new DirectoryInfo(events).LinkTarget!; // a link, as CapturedDirectory makes it
        Directory.Delete(events);
        Directory.CreateDirectory(Path.Combine(events, "sched"));
        File.Copy(Path.Combine(shared, "header_page"), Path.Combine(events, "header_page"));
        foreach (string name in Directory.EnumerateDirectories(Path.Combine(shared, "sched")))
        {
            string copy = Path.Combine(events, "sched", Path.GetFileName(name));
            Directory.CreateDirectory(copy);
            File.Copy(Path.Combine(name, "format"), Path.Combine(copy, "format"));
        }

        return events;
    }

    private static void MakePipe(string path)
    {
        using var process = Process.Start("mkfifo", [path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private sealed class NoSink : ISubBufferSink
    {
        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
        {
        }
    }
}

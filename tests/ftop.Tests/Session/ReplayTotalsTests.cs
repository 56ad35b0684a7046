using Ftop.Aggregation.Windows;
using Ftop.Decoding.Text;
using Ftop.Session;
using Ftop.TraceDat;
using Ftop.TraceDat.Replay;
using Ftop.TraceDat.Tests;

namespace Ftop.Tests.Session;

/// <summary>A recording's totals are those of <c>ftop report</c>, in one window and in many.</summary>
public sealed class ReplayTotalsTests
{
    private static readonly string Shared = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "testdata", "trace-dat"));

    public static TheoryData<string, string> Captures { get; } = FindCaptures();

    [Theory]
    [MemberData(nameof(Captures))]
    public void CapturedTree_HasTheReportsCounts(string kernel, string scenario)
    {
        using var directory = new CapturedDirectory(kernel, scenario);
        using RecordedTrace trace = RecordedTrace.Open(directory.Path);
        var counts = new RecordedCounts(trace.Metadata, trace.Cpus.Select(cpu => (cpu, File.ReadAllBytes(Path.Combine(directory.Path, $"per_cpu/cpu{cpu}/trace_pipe_raw")))));

        Sums sums = CheckWindows(trace, counts);

        CapturedTree tree = CapturedTree.Open(directory.Path);
        TraceTotals report = TraceReport.Write(tree, Stream.Null);
        Assert.Equal(((long)report.Entries, (long)report.Missed), (sums.Events, sums.Overrun));
        if (tree.Input.Overrun is null)
        {
            Assert.Equal((long)report.Missed, sums.Missed);
        }
    }

    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    [InlineData("x86_graph_ev_v6")]
    [InlineData("x86_func_v7_none")]
    [InlineData("lisa_sched_load_arm64_v6")]
    public void TraceDat_HasTheReportsCounts(string name)
    {
        string packed = Path.Combine(CapturedDirectory.Data, "trace-dat", $"{name}.dat");
        packed = File.Exists(packed + ".gz") ? packed : Path.Combine(Shared, $"{name}.dat");
        ThirdParty.Needs(File.Exists(packed + ".gz"), name);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, CapturedDirectory.Unpack(packed));
            using RecordedTrace trace = RecordedTrace.Open(path);
            using TraceDatFile file = TraceDatFile.Open(path);
            TraceBuffer buffer = file.Buffers.First(buffer => !buffer.Cpus.IsEmpty);
            var counts = new RecordedCounts(trace.Metadata, buffer.Cpus.Select(cpu => (cpu.Cpu, File.ReadAllBytes(path).AsSpan((int)cpu.Offset, (int)cpu.SizeBytes).ToArray())));

            Sums sums = CheckWindows(trace, counts);

            TraceTotals report = TraceReport.Write(file, buffer, Stream.Null);
            Assert.Equal(((long)report.Entries, (long)report.Missed), (sums.Events, sums.Missed));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static TheoryData<string, string> FindCaptures()
    {
        var captures = new TheoryData<string, string>();
        foreach (string settings in Directory.GetFiles(CapturedDirectory.Data, "settings.json", SearchOption.AllDirectories).Order())
        {
            string scenario = Path.GetDirectoryName(settings)!;
            captures.Add(Path.GetFileName(Path.GetDirectoryName(scenario)!), Path.GetFileName(scenario));
        }

        Assert.True(captures.Count > 20, $"only {captures.Count} captures in {CapturedDirectory.Data}");
        return captures;
    }

    private static Sums CheckWindows(RecordedTrace trace, RecordedCounts counts)
    {
        using var all = new ReplayWindows(trace);
        Sums sums = Sums.Of([.. all.All(null)]);
        Assert.Equal(counts.ByCpu.OrderBy(pair => pair.Key), sums.ByCpu.OrderBy(pair => pair.Key));
        Assert.Equal(counts.ByName.OrderBy(pair => pair.Key), sums.ByName.OrderBy(pair => pair.Key));
        Assert.Equal(counts.ByPid.OrderBy(pair => pair.Key), sums.ByPid.OrderBy(pair => pair.Key));
        Assert.Equal(counts.Missed, sums.Missed);
        Assert.Equal(
            counts.SystemCalls.Where(pair => trace.TimeIsNs).OrderBy(pair => pair.Key),
            sums.SystemCalls.Where(pair => trace.TimeIsNs).Select(pair => KeyValuePair.Create(pair.Key, (pair.Value.Calls, pair.Value.Samples, pair.Value.TotalNs))).OrderBy(pair => pair.Key));
        Assert.Equal(
            counts.Functions.OrderBy(pair => pair.Key),
            sums.Functions.Select(pair => KeyValuePair.Create(pair.Key, (pair.Value.Calls, pair.Value.TotalNs))).OrderBy(pair => pair.Key));
        if (trace.TimeIsNs)
        {
            foreach (int parts in (int[])[3, 50, 400])
            {
                using var windows = new ReplayWindows(trace);
                TimeSpan delay = TimeSpan.FromTicks(Math.Max(1, (long)(trace.End - trace.Start) / 100 / parts));
                List<WindowSnapshot> snapshots = [.. windows.All(delay)];
                Assert.InRange(snapshots.Count, Math.Min(parts, 2), (parts * 1.1) + 2);
                Sums.Same(sums, Sums.Of(snapshots));
            }
        }

        return sums;
    }
}

using System.Buffers.Binary;
using System.Text;
using Ftop.Aggregation.Windows;
using Ftop.Output;
using Ftop.Session;
using Ftop.TraceDat.Replay;
using Ftop.TraceDat.Tests;

namespace Ftop.Tests.Session;

/// <summary>Times of a recording: of its windows, where they end, and where they go back.</summary>
public sealed class ReplayTimesTests : IDisposable
{
    private const ulong NsPerSec = 1_000_000_000;
    private readonly CapturedDirectory _directory = new("guest-x86_64-6.1", "graph_mixed_events");

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TimeThatGoesBack_HidesNothing_AndIsNoted(int cpus)
    {
        Sums straight = Play(out ulong lengthNs, out int windows, out _);
        ulong backNs = Start() / 2;
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            SetBack(cpu, backNs);
        }

        Sums sums = Play(out ulong shownNs, out int shown, out IReadOnlyList<string> problems);
        Assert.Equal(straight.Events, sums.Events);
        Assert.InRange(shownNs, lengthNs, lengthNs + (2 * NsPerSec));
        Assert.InRange(shown, windows, windows + 50);
        Assert.Equal(cpus, problems.Count(problem => problem.StartsWith("time goes back on CPU ", StringComparison.Ordinal)));
        Assert.Contains("s later, as if time had gone on", problems[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void OneDamagedTime_IsNoStepBack()
    {
        Rewrite(0, (pages, size) => BinaryPrimitives.WriteUInt64LittleEndian(pages.AsSpan(pages.Length / size / 2 * size), ulong.MaxValue / 2));
        Play(out _, out _, out IReadOnlyList<string> problems);
        Assert.DoesNotContain(problems, problem => problem.Contains("goes back", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.4, 1)] // less than half a window behind the first: belongs to it
    [InlineData(0.6, 2)] // more: a window, and a whole one
    public void Rest_IsNoWindowOfItsOwn_UnlessItIsMostOfOne(double rest, int expected)
    {
        using RecordedTrace trace = RecordedTrace.Open(_directory.Path);
        TimeSpan delay = TimeSpan.FromTicks((long)((trace.End - trace.Start) / 100 / (1 + rest)));
        using var windows = new ReplayWindows(trace);
        WindowSnapshot[] all = [.. windows.All(delay)];
        Assert.Equal(expected, all.Length);
        Assert.Equal(expected == 1 ? (trace.End - trace.Start) / 1e9 : delay.TotalSeconds, all[^1].WindowSec, 6);
        Assert.Equal(all[^1].Total.Events / all[^1].WindowSec, all[^1].Total.EventsPerSec, 3);
        Assert.True(windows.IsAtEnd && windows.Position == trace.End);
    }

    [Fact]
    public void RecordingWithoutADate_HasTheTraceClocksTime()
    {
        using RecordedTrace trace = RecordedTrace.Open(_directory.Path);
        using var windows = new ReplayWindows(trace);
        WindowSnapshot window = windows.Next(TimeSpan.FromSeconds(1));
        Assert.False(trace.HasDate);
        decimal seconds = trace.End / 1_000_000_000m;
        using var output = new MemoryStream();
        new BatchJson(output).Write(window);
        Assert.StartsWith(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{{\"traceTimeSec\":{seconds},\"windowSec\":"), Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
        var text = new StringWriter();
        new BatchText(text).Write(window);
        Assert.StartsWith($"ftop - trace clock {trace.End / NsPerSec}.{trace.End % NsPerSec / 1000:D6}  window ", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("UTC", text.ToString(), StringComparison.Ordinal);
    }

    private ulong Start()
    {
        using RecordedTrace trace = RecordedTrace.Open(_directory.Path);
        return trace.Start;
    }

    private Sums Play(out ulong lengthNs, out int windows, out IReadOnlyList<string> problems)
    {
        using RecordedTrace trace = RecordedTrace.Open(_directory.Path);
        using var played = new ReplayWindows(trace);
        WindowSnapshot[] all = [.. played.All(TimeSpan.FromSeconds(0.05))];
        (lengthNs, windows, problems) = (trace.End - trace.Start, all.Length, trace.Problems);
        return Sums.Of(all);
    }

    // The second half of a CPU's sub-buffers.
    private void SetBack(int cpu, ulong ns) => Rewrite(cpu, (pages, size) =>
    {
        Assert.True(pages.Length >= 4 * size, $"CPU {cpu} has too few sub-buffers");
        for (int at = pages.Length / size / 2 * size; at + size <= pages.Length; at += size)
        {
            Span<byte> time = pages.AsSpan(at, sizeof(ulong));
            BinaryPrimitives.WriteUInt64LittleEndian(time, BinaryPrimitives.ReadUInt64LittleEndian(time) - ns);
        }
    });

    private void Rewrite(int cpu, Action<byte[], int> change)
    {
        string path = Path.Combine(_directory.Path, $"per_cpu/cpu{cpu}/trace_pipe_raw");
        byte[] pages = File.ReadAllBytes(path);
        change(pages, 4096);
        File.WriteAllBytes(path, pages);
    }
}

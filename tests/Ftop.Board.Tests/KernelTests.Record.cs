using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Ftop.Board.Tests;

public abstract partial class KernelTests
{
    [Fact]
    public async Task Record_LeavesOutFunctions()
    {
        EventLine[] events = Events(await Record("-p function -l \"vfs_*\" -n vfs_write"));
        Assert.All(events, line => Assert.Matches("^vfs_(?!write )", line.Body));
        AssertEachByte(events, "vfs_read <-");
    }

    [Fact]
    public async Task Record_FollowsTheGraphToItsDepth()
    {
        string[] calls = Calls(await Record("-p function_graph -g vfs_read --max-graph-depth 2 -F -c"));
        Assert.InRange(calls.Count(call => call == "  vfs_read() {"), Bytes, Bytes + MostBesides);
        Assert.Contains("    rw_verify_area();", calls);
        Assert.DoesNotContain(calls, call => call.StartsWith("     ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_WithoutChildren_FollowsTheCommandAlone()
    {
        EventLine[] events = Events(await Record("-e raw_syscalls -F"));
        Assert.Equal(["sh"], events.Select(line => line.Comm).Distinct());
    }

    /// <summary>The clock counts how often it is asked: no two events have the same number.</summary>
    [Fact]
    public async Task Record_ByACounter_NumbersEveryEvent()
    {
        long[] numbers = [.. Counted().Matches(await Record("-e raw_syscalls -C counter -F -c")).Select(match => long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];
        Assert.InRange(numbers.Length, 4 * Bytes, 5 * Bytes);
        Assert.Equal(numbers.Distinct().Order(), numbers);
    }

    [Fact]
    public async Task Record_ByTheMonotonicClock_HasTimesOfTheBoard()
    {
        double before = await Uptime();
        EventLine[] events = Events(await Record("-e raw_syscalls -C mono -F -c"));
        double after = await Uptime();
        Assert.NotEmpty(events);
        Assert.All(events, line => Assert.InRange(line.Sec, before, after));
    }

    [Fact]
    public async Task Record_GivesEachBufferItsOwn()
    {
        string report = await Record("-e sched:sched_switch -B calls -e raw_syscalls:sys_enter -f \"id == 0 || id == 63\"");
        EventLine[][] buffers = [.. report.Split("# tracer: ").Skip(1).Select(Events)];
        Assert.Equal(2, buffers.Length);
        Assert.NotEmpty(buffers[0]);
        Assert.All(buffers[0], line => Assert.StartsWith("sched_switch: ", line.Body, StringComparison.Ordinal));
        Assert.All(buffers[1], line => Assert.Matches(Read, line.Body));
        AssertEachByte(buffers[1], Read);
    }

    [Fact]
    public async Task Record_WithAnOption_HasAStackOfEveryFunction()
    {
        string report = await Record("-p function -l vfs_read -O func_stack_trace -F -c");
        EventLine[] events = Events(report);
        AssertEachByte(events, "vfs_read <-");
        Assert.Equal(events.Count(line => line.Body.StartsWith("vfs_read <-", StringComparison.Ordinal)), events.Count(line => line.Body == "<stack trace>"));
        Assert.InRange(report.Split("\n => ksys_read\n").Length - 1, Bytes, Bytes + MostBesides);
    }

    [Theory]
    [InlineData("-p function -l \"vfs_*\" --compression zstd")]
    [InlineData("-p function_graph -g vfs_read --max-graph-depth 3 --compression zstd")]
    [InlineData("-e raw_syscalls:sys_enter -f \"id == 0 || id == 63\" -T --compression zstd")]
    [InlineData("-e raw_syscalls --file-version 6")]
    public async Task Record_OpensElsewhere(string options)
    {
        if (Requirements.MissingProgram("trace-cmd") is string missing)
        {
            Assert.Skip(missing);
        }

        string report = await Record(options, keeps: true);
        // Packed, as the line out of the board is what takes longest.
        (string text, int status) = await Board.Run($"gzip -1 -c {Recording} | base64; rm {Recording}");
        Assert.Equal(0, status);
        string path = Path.GetTempFileName();
        try
        {
            await using (FileStream file = File.Create(path))
            {
                await using var unpacked = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
                await unpacked.CopyToAsync(file, TestContext.Current.CancellationToken);
            }

            (string theirs, string errors) = await TraceCmdReport(path);
            Assert.Equal("", errors);
            Assert.InRange(TheirEvent().Count(theirs), Bytes, int.MaxValue);
            Assert.Equal(Events(report).Length + Calls(report).Length, TheirEvent().Count(theirs));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<double> Uptime() => double.Parse((await Board.Run("cat /proc/uptime")).Output.Split(' ')[0], CultureInfo.InvariantCulture);

    private static async Task<(string Output, string Errors)> TraceCmdReport(string path)
    {
        using Process process = Process.Start(new ProcessStartInfo("trace-cmd", ["report", "-i", path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        return (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), await errors);
    }

    // Calls of the function graph, indented by their depth.
    private static string[] Calls(string report) => [.. Call().Matches(report).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\] \S+ +(\d+): sys_")]
    private static partial Regex Counted();

    [GeneratedRegex(@"^ \d+\)[^|\n]*\|( +\S+\(\)(?:;| \{).*)$", RegexOptions.Multiline)]
    private static partial Regex Call();

    [GeneratedRegex(@"^.+-\d+ +\[\d{3}\] +(?:\S+ +)?\d+\.\d{6}: (?! *funcgraph_exit)", RegexOptions.Multiline)]
    private static partial Regex TheirEvent();
}

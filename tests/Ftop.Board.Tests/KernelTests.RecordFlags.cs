using System.Globalization;
using System.Text.RegularExpressions;

namespace Ftop.Board.Tests;

// Those of trace-cmd record's flags that decide how is recorded, not what.
public abstract partial class KernelTests
{
    private const string FewCalls = "dd if=/dev/zero of=/dev/null bs=1 count=2000 status=none";

    [Fact]
    public async Task Record_OfAPid_HasThatProcessAlone()
    {
        // It waits at the gate until it is recorded, and the command lives until it has ended.
        string report = await RecordOn(
            $"mkfifo /tmp/gate; sh -c \"read go </tmp/gate; exec {FewCalls}\" & echo $! >/tmp/followed; "
            + "RECORD -e raw_syscalls -P $! sh -c \"echo go >/tmp/gate; while kill -0 $!; do usleep 50000; done\" 2>/dev/null; rm /tmp/gate");
        string pid = (await Board.Run("cat /tmp/followed")).Output.Trim();
        Assert.Equal([pid], PidOfLine().Matches(report).Select(match => match.Groups[1].Value).Distinct());
        AssertEachByte(Events(report), Read);
    }

    [Fact]
    public async Task Record_OfOneCpu_HasThatCpuAlone()
    {
        string report = await RecordOn($"RECORD -e raw_syscalls -M 2 sh -c \"{FewCalls} & taskset 2 {FewCalls}; wait\"");
        Assert.Equal(["001"], CpuOfLine().Matches(report).Select(match => match.Groups[1].Value).Distinct());
        Assert.InRange(Events(report).Count(line => line.Comm == "dd" && Regex.IsMatch(line.Body, Read)), Bytes, 2 * (Bytes + MostBesides));
    }

    [Fact]
    public async Task Record_WithATrigger_HasWhatItDoes()
    {
        string report = await RecordOn($"RECORD -e raw_syscalls:sys_enter -f \"id == 0 || id == 63\" -R stacktrace -F -c {FewCalls}");
        AssertEachByte(Events(report), Read);
        Assert.True(Events(report).Count(line => line.Body == "<stack trace>") >= Bytes);
        Assert.Matches("\n => (do_syscall_64|el0_svc)\n", report); // of x86-64 and arm64
    }

    [Fact]
    public async Task Record_OfASystemWithoutAnEvent_LacksThatEvent()
    {
        EventLine[] events = Events(await RecordOn($"RECORD -e raw_syscalls -v -e raw_syscalls:sys_exit -F -c {FewCalls}"));
        AssertEachByte(events, Read);
        Assert.All(events, line => Assert.StartsWith("sys_enter: ", line.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_OfAnEventThatIsNotThere_SaysSoOrPassesOver()
    {
        (string said, int status) = await Board.Run($"{Board.Ftop} record -e nosuch:event -o {Recording} true 2>&1");
        Assert.Equal(ExitNotAvailable, status);
        Assert.Contains("nosuch:event", said, StringComparison.Ordinal);
        AssertEachByte(Events(await RecordOn($"RECORD -e raw_syscalls -e nosuch:event -i -F -c {FewCalls}")), Read);
    }

    [Fact]
    public async Task Record_TakesTheSizeOfTheBufferAndTheTimeBetweenLooks()
    {
        string report = await RecordOn(
            $"RECORD -e raw_syscalls -b 640 -s 20000 -t -F -c sh -c \"cat /sys/kernel/tracing/instances/*/buffer_size_kb >/tmp/size; {FewCalls}\"");
        AssertEachByte(Events(report), Read);
        Assert.InRange(int.Parse((await Board.Run("cat /tmp/size")).Output, CultureInfo.InvariantCulture), 640, 660); // whole sub-buffers, less their headers
    }

    [Fact]
    public async Task Record_OfTheLast_EndsWithTheEnd()
    {
        EventLine[] events = Events(await RecordOn($"RECORD -e raw_syscalls -m 128 -s 1000 -F -c {FewCalls.Replace("2000", "20000", StringComparison.Ordinal)}"));
        Assert.InRange(events.Length, 1000, 2 * (128 << 10) / 28);
        Assert.Matches("^sys_enter: NR (231|94) ", events[^1].Body); // exit_group of x86-64 and arm64
    }

    [Fact]
    public async Task Record_WithTheDate_HasTimesOfTheWallClock()
    {
        long before = await Now();
        EventLine[] events = Events(await RecordOn($"RECORD -e raw_syscalls --date -F -c {FewCalls}"));
        AssertEachByte(events, Read);
        long after = await Now();
        Assert.All(events, line => Assert.InRange(line.Sec, before - 1, after + 1));
    }

    private const int ExitNotAvailable = 4;

    // The report of what a shell line recorded, in which RECORD is the recorder. Tracefs is as before.
    private async Task<string> RecordOn(string line)
    {
        string before = await State();
        (string said, int status) = await Board.Run(line.Replace("RECORD", $"{Board.Ftop} record -q -o {Recording}", StringComparison.Ordinal));
        Assert.Equal(("", 0), (said, status));
        Assert.Equal(before, await State());
        (string report, status) = await Board.Run($"{Board.Ftop} report {Recording} && rm {Recording}");
        Assert.Equal(0, status);
        return report;
    }

    private async Task<long> Now() => long.Parse((await Board.Run("date +%s")).Output, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-(\d+) +\[\d{3}\] ")]
    private static partial Regex PidOfLine();

    [GeneratedRegex(@"-\d+ +\[(\d{3})\] ")]
    private static partial Regex CpuOfLine();
}

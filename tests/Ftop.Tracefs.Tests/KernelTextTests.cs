using Ftop.Decoding;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

/// <summary>Small texts of the kernel, as they were read from one.</summary>
public sealed class KernelTextTests
{
    private const string Log = """
        [   12.100000] event filter parse error: error: No operator found
          Command: other
                   ^
        [ 3860.343937] event filter parse error: error: Field not found
          Command: prev_pid == 1 && foo == 2
                                        ^
        """;

    [Fact]
    public void ErrorLog_NamesReasonAndPlaceOfTheNewestEntry() =>
        Assert.Equal("Field not found near column 22, after 'prev_pid == 1 && foo'", ErrorLog.FindLast(Log + "\n", "prev_pid == 1 && foo == 2"));

    [Fact]
    public void ErrorLog_OfAnotherCommand_SaysNothing() => Assert.Null(ErrorLog.FindLast(Log, "other"));

    [Fact]
    public void Bracketed_FindsTheChosenOne()
    {
        Bracketed clocks = Bracketed.Parse("local [mono] boot\n");
        Assert.Equal("mono", clocks.Chosen);
        Assert.Equal(["local", "mono", "boot"], clocks.All);
    }

    [Fact]
    public void MountTable_UnescapesMountPoints() =>
        Assert.Equal([("ftop-7", "/a b", "tracefs"), ("sysfs", "/sys", "sysfs")], MountTable.Parse("ftop-7 /a\\040b tracefs rw 0 0\nsysfs /sys sysfs rw 0 0\n"));

    [Fact]
    public void ProcessStat_StartTimeIsAfterACommOfAnyBytes()
    {
        Assert.True(ProcessStat.TryParseStartTime("7 (a) b (c) S 1 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 9 10", out long startTime));
        Assert.Equal(4711, startTime);
        Assert.False(ProcessStat.TryParseStartTime("7 (a", out _));
    }

    [Fact]
    public void CpuStats_TakesCountsAndLeavesTimes()
    {
        CpuStats stats = CpuStatsFile.Parse(
            "entries: 12\noverrun: 3\ncommit overrun: 1\nbytes: 480\noldest event ts:  3860.370611\nnow ts:  3861.000000\ndropped events: 2\nread events: 99\n");
        Assert.Equal(new CpuStats(12, 3, 1, 480, 2, 99), stats);
    }

    [Theory]
    [InlineData("buffer_size_kb", "7 (expanded: 1408)", new[] { "7" })]
    [InlineData("buffer_size_kb", "1410", new[] { "1410" })]
    [InlineData("trace_clock", "local [mono] boot", new[] { "mono" })]
    [InlineData("set_ftrace_filter", "#### all functions enabled ####", new string[0])]
    [InlineData("set_ftrace_pid", "no pid", new string[0])]
    [InlineData("set_event", "sched:sched_switch\nirq:softirq_entry", new[] { "sched:sched_switch", "irq:softirq_entry" })]
    [InlineData("filter", "none", new[] { "0" })]
    [InlineData("tracing_on", "1", new[] { "1" })]
    public void SavedValue_IsWhatTheFileTakes(string file, string text, string[] expected) => Assert.Equal(expected, SavedValue.Tokens("/t/" + file, text));

    [Fact]
    public void SavedCmdlines_KeepsBlanksAndLeavesOutTheLost()
    {
        Dictionary<int, string> comms = [];
        SavedCmdlines.Parse("12 a b\n13 <...>\n14 kworker/0:1\n", comms);
        Assert.Equal(new Dictionary<int, string> { [12] = "a b", [14] = "kworker/0:1" }, comms);
    }
}

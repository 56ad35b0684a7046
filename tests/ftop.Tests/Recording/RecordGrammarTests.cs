using System.CommandLine;
using Ftop.CommandLine;
using Ftop.Output;
using Ftop.Recording;

namespace Ftop.Tests.Recording;

public sealed class RecordGrammarTests
{
    [Fact]
    public void Order_BringsFiltersTriggersAndBuffersTogether()
    {
        RecordOptions options = Read(
            "-e", "sched", "-f", "prev_pid == 1", "-e", "irq", "-R", "stacktrace", "-v", "-e", "sched:sched_wakeup", "-T",
            "-B", "one", "-e", "timer", "-p", "function", "-l", "vfs_*", "-n", "vfs_read", "-b", "64", "-C", "boot", "-O", "nosym-offset", "-M", "5");
        Assert.Equal(2, options.Buffers.Length);
        Assert.Equal(
            [new EventPlan("sched", true, "prev_pid == 1"), new EventPlan("irq", true, null, "stacktrace"), new EventPlan("sched:sched_wakeup", false)],
            options.Buffers[0].Events);
        Assert.Equal(["stacktrace"], options.Buffers[0].Options);
        BufferPlan one = options.Buffers[1];
        Assert.Equal(("one", "function", 64, "boot"), (one.Name, one.Tracer, one.BufferSizeKb, one.Clock));
        Assert.Equal([new EventPlan("timer", true)], one.Events);
        Assert.Equal(["vfs_*"], one.Functions);
        Assert.Equal(["vfs_read"], one.NotraceFunctions);
        Assert.Equal(["nosym-offset"], one.Options);
        Assert.Equal([0, 2], one.Cpus);
    }

    [Fact]
    public void CommandsOwnOptions_StayItsOwn()
    {
        RecordOptions options = Read("-e", "sched", "-F", "ls", "-l", "-e", "--", "x");
        Assert.Equal(["ls", "-l", "-e", "--", "x"], options.Command);
        Assert.True(options.FollowsCommandOnly);
        Assert.Empty(options.Buffers[0].Functions);
    }

    [Fact]
    public void NumbersOfTheWholeRecording_AreRead()
    {
        RecordOptions options = Read("-e", "all", "-P", "1,2", "-P", "3", "-c", "-s", "5000", "-m", "100", "-o", "x.dat", "--max-graph-depth", "2", "--date", "-i", "-q");
        Assert.Equal([1, 2, 3], options.Pids);
        Assert.Equal((5, 102400, "x.dat", 2), (options.IntervalMs, options.MostBytesPerCpu, options.Output, options.MaxGraphDepth));
        Assert.True(options is { HasDate: true, IgnoresUnknownEvents: true, IsQuiet: true, FollowsChildren: true });
    }

    [Theory]
    [InlineData("-R: 'x' has no -e before it", "-R", "x")]
    [InlineData("-M: 'xyz' is not a hexadecimal mask", "-e", "sched", "-M", "xyz")]
    [InlineData("-B: 'a/b' is not the name", "-e", "sched", "-B", "a/b")]
    [InlineData("-B: 'a' is there twice", "-e", "sched", "-B", "a", "-e", "irq", "-B", "a", "-e", "irq")]
    [InlineData("--file-version: '5' is not a number from 6 to 7", "-e", "sched", "--file-version", "5")]
    [InlineData("--compression: version 6 has none", "-e", "sched", "--file-version", "6", "--compression", "zstd")]
    [InlineData("-c: expected together", "-e", "sched", "-c")]
    public void WrongUsage_NamesOptionValueAndWhatWasExpected(string expected, params string[] arguments)
    {
        RefusalException refusal = Assert.Throws<RefusalException>(() => Read(arguments));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, refusal.ExitCode);
    }

    private static RecordOptions Read(params string[] arguments)
    {
        var grammar = new RecordGrammar();
        var root = new RootCommand();
        var command = new Command("record");
        grammar.AddTo(command);
        root.Add(command);
        ParseResult parsed = root.Parse(grammar.WithCommandApart(["record", .. arguments]));
        Assert.Empty(parsed.Errors);
        return grammar.Read(parsed);
    }
}

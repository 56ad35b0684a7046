using Ftop.CommandLine;
using Ftop.Commands;
using Ftop.Output;
using Ftop.Tracefs.Control;

namespace Ftop.Tests.CommandLine;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Nothing_IsLiveWithAWindowOfASecond()
    {
        LiveOptions options = await Parse();
        Assert.Equal(new LiveOptions(), options with { Events = [], Functions = [], NotraceFunctions = [], GraphFunctions = [], Pids = [], Cpus = [], Command = [] });
        Assert.Null(options.Delay);
        Assert.Empty(options.Events);
        Assert.Empty(options.Command);
        Assert.False(options.IsBatch);
    }

    [Fact]
    public async Task EveryOption_IsReadTyped()
    {
        LiveOptions options = await Parse(
            "-d", "0.5", "-n", "3", "-b", "--json", "-t", "function", "-l", "vfs_*", "-l", "ext4_*", "-N", "*lock*", "-g", "do_sys_open", "-p", "1", "-p", "2,3",
            "-c", "-C", "mono", "-M", "3,0-1", "--buffer-size", "4096", "--theme", "dark", "--ascii", "--mono", "--line-rate", "115200", "--repair", "10", "--size", "80x24",
            "--tracefs", "/mnt/t");
        Assert.Equal(TimeSpan.FromSeconds(0.5), options.Delay);
        Assert.Equal(3, options.Iterations);
        Assert.True(options.IsBatch && options.IsJson && options.FollowsChildren && options.IsAscii && options.IsMono);
        Assert.Equal("function", options.Tracer);
        Assert.Equal(["vfs_*", "ext4_*"], options.Functions);
        Assert.Equal(["*lock*"], options.NotraceFunctions);
        Assert.Equal(["do_sys_open"], options.GraphFunctions);
        Assert.Equal([1, 2, 3], options.Pids);
        Assert.Equal("mono", options.Clock);
        Assert.Equal([0, 1, 3], options.Cpus);
        Assert.Equal(4096, options.BufferSizeKb);
        Assert.Equal("dark", options.Theme);
        Assert.Equal(115200, options.LineRateBaud);
        Assert.Equal(new ScreenSize(80, 24), options.Size);
        Assert.Equal("/mnt/t", options.Tracefs);
    }

    [Theory]
    [InlineData("--delay=2")]
    [InlineData("--delay:2")]
    [InlineData("-d2")]
    [InlineData("-bd2")]
    public async Task Delay_IsReadInEveryNotation(string argument) => Assert.Equal(TimeSpan.FromSeconds(2), (await Parse(argument)).Delay);

    [Fact]
    public async Task Filter_BelongsToTheEventBeforeIt()
    {
        LiveOptions options = await Parse("-e", "irq", "-e", "sched:sched_switch", "-f", "prev_prio < 100", "-d", "1", "--event=block", "--filter=bytes > 4096", "-e", "all");
        Assert.Equal(
            [new EventChoice("irq", null), new EventChoice("sched:sched_switch", "prev_prio < 100"), new EventChoice("block", "bytes > 4096"), new EventChoice("all", null)],
            options.Events);
    }

    [Fact]
    public async Task Command_IsWhatFollowsTheDashes()
    {
        LiveOptions options = await Parse("-b", "--", "ls", "-l", "--json", "list", "-e");
        Assert.Equal(["ls", "-l", "--json", "list", "-e"], options.Command);
        Assert.False(options.IsJson);
        Assert.Empty(options.Events);
    }

    [Theory]
    [InlineData("--views: 'blocks' is not views out of functions, syscalls", "-b", "--views", "softirqs,blocks")]
    [InlineData("--views: expected together with --batch", "--views", "block")]
    [InlineData("--by: column 1: 'sched_switch'; expected an event", "--by", "sched_switch pid")]
    [InlineData("--span: column 10: '\u001b[2J'; expected 'on'", "--span", "a:b..a:c \u001b[2J x by y")]
    [InlineData("--delay: 'soon' is not a number of seconds from 0.1 to 60", "-d", "soon")]
    [InlineData("--delay: '0.05' is not a number of seconds from 0.1 to 60", "--delay", "0.05")]
    [InlineData("--delay: '61' is not", "-d", "61")]
    [InlineData("--delay: 'NaN' is not", "-d", "NaN")]
    [InlineData("--iterations: '0' is not a number of windows", "-n", "0")]
    [InlineData("--pid: 'x' is not a pid", "-p", "1,x")]
    [InlineData("--pid: '0' is not a pid", "-p", "0")]
    [InlineData("--cpus: '2-1' is not a list of CPUs", "-M", "2-1")]
    [InlineData("--cpus: '0-99999999' is not a list of CPUs", "-M", "0-99999999")]
    [InlineData("--size: '80' is not columns x rows", "--size", "80")]
    [InlineData("--buffer-size: '1' is not a number of KiB", "--buffer-size", "1")]
    [InlineData("--repair: '0' is not a number of seconds", "--repair", "0")]
    [InlineData("--line-rate: 'fast' is not a number of bits per second", "--line-rate", "fast")]
    [InlineData("--tracer: '' is not the name of a tracer", "-t", "")]
    [InlineData("--filter: 'x' has no --event before it", "-f", "x", "-e", "sched")]
    [InlineData("--filter: 'y' has no --event before it", "-e", "sched", "-f", "x", "-f", "y")]
    [InlineData("--json: expected together with --batch", "--json")]
    [InlineData("--children: expected together with --pid", "-c")]
    [InlineData("'lst' is not a command; expected list, ", "lst")]
    [InlineData("'x' is not a command; expected list, ", "x", "--", "ls")]
    [InlineData("--: expected a program", "-b", "--")]
    [InlineData("--flight-mb: 'x' is not a number of MiB from 0 to 4096", "--flight-mb", "x")]
    [InlineData("--delay: the value is missing; expected a number of seconds", "-d")]
    [InlineData("-d", "-d", "1", "-d", "2")]
    [InlineData("@file", "@file")]
    public async Task WrongUsage_NamesWhatIsWrongAndEndsWith2(string expected, params string[] arguments)
    {
        (int exitCode, string error) = await Run(_ => throw new InvalidOperationException("must not run"), arguments);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("ftop: ", error);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.EndsWith("Try 'ftop --help'.\n", error);
    }

    [Fact]
    public async Task Help_NamesEveryOption()
    {
        var output = new StringWriter();
        Assert.Equal(0, await new FtopCommand(_ => Task.FromResult(1)).Run(["--help"], output, TextWriter.Null));
        string[] options =
        [
            "-d", "-n", "-b", "--json", "-t", "-e", "-f", "-l", "-N", "-g", "-p", "-c", "-C", "-M", "--buffer-size", "--theme", "--ascii", "--mono",
            "--line-rate", "--repair", "--size", "--tracefs", "--version",
        ];
        Assert.All(options, option => Assert.Contains(option, output.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refusal_IsOneLineAndItsExitCode()
    {
        (int exitCode, string error) = await Run(_ => throw new RefusalException(ExitCode.NotSupported, "no tracefs"));
        Assert.Equal(4, exitCode);
        Assert.Equal("ftop: no tracefs\n", error);
    }

    [Fact]
    public async Task ExitCode_IsTheRunsOwn() => Assert.Equal(130, (await Run(_ => Task.FromResult(130))).ExitCode);

    private static async Task<LiveOptions> Parse(params string[] arguments)
    {
        LiveOptions? read = null;
        (int exitCode, string error) = await Run(
            options =>
            {
                read = options;
                return Task.FromResult(0);
            },
            arguments);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
        return Assert.NotNull(read);
    }

    private static async Task<(int ExitCode, string Error)> Run(Func<LiveOptions, Task<int>> live, params string[] arguments)
    {
        var error = new StringWriter();
        int exitCode = await new FtopCommand(live).With(ListCommand.Create()).Run(arguments, TextWriter.Null, error);
        return (exitCode, error.ToString());
    }
}

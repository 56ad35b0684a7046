using Ftop.Commands;

namespace Ftop.Tests.Commands;

public sealed class ListCommandTests : IDisposable
{
    private readonly string _tracefs = Directory.CreateTempSubdirectory("ftop-tracefs-").FullName;

    public ListCommandTests()
    {
        Directory.CreateDirectory($"{_tracefs}/events");
        Directory.CreateDirectory($"{_tracefs}/per_cpu");
        File.WriteAllText($"{_tracefs}/available_events", "sched:sched_switch\nsched:sched_wakeup\nsyscalls:sys_enter_openat\n");
        File.WriteAllText($"{_tracefs}/available_tracers", "function_graph function nop\n");
        File.WriteAllText($"{_tracefs}/available_filter_functions", "vfs_read\nvfs_write\next4_get [ext4]\n");
        File.WriteAllText($"{_tracefs}/trace_options", "print-parent\nnosym-offset\n");
        File.WriteAllText($"{_tracefs}/trace_clock", "[local] global mono\n");
    }

    public void Dispose() => Directory.Delete(_tracefs, recursive: true);

    [Theory]
    [InlineData("sched:sched_switch\nsched:sched_wakeup\nsyscalls:sys_enter_openat\n")]
    [InlineData("sched:sched_switch\nsched:sched_wakeup\n", "events", "sched")]
    [InlineData("sched:sched_wakeup\n", "events", "*wake*")]
    [InlineData("syscalls:sys_enter_openat\n", "events", "sys*:sys_enter_[n-p]*")]
    [InlineData("function_graph\nfunction\n", "tracers", "func*")]
    [InlineData("ext4_get [ext4]\n", "functions", "*_g?t")]
    [InlineData("nosym-offset\n", "options", "sym*")]
    [InlineData("local\nglobal\nmono\n", "clocks")]
    [InlineData("[\"function_graph\",\"function\",\"nop\"]\n", "tracers", "--json")]
    public async Task Names_AreThoseThatMatch(string expected, params string[] arguments)
    {
        (int exitCode, string output, string error) = await Run(arguments);
        Assert.Equal((0, expected, ""), (exitCode, output, error));
    }

    [Theory]
    [InlineData("tracers", "none", "")]
    [InlineData("tracers", "functoin", "; near is function")]
    [InlineData("events", "sched_swich", "; near is sched_switch")]
    public async Task NoMatch_IsSaidWithNearNames(string kind, string glob, string near) =>
        Assert.Equal((0, "", $"ftop: list: this kernel has no {kind} that match '{glob}'{near}\n"), await Run(kind, glob));

    [Fact]
    public async Task NameWithControls_IsMadeSafe()
    {
        File.WriteAllText($"{_tracefs}/available_filter_functions", "a\u001b[2Jb\n");
        Assert.Equal("a?[2Jb\n", (await Run("functions")).Output);
    }

    [Fact]
    public async Task MissingFile_NamesTheOptionThatBringsIt()
    {
        File.Delete($"{_tracefs}/available_filter_functions");
        (int exitCode, _, string error) = await Run("functions");
        Assert.Equal(4, exitCode);
        Assert.StartsWith($"ftop: open {_tracefs}/available_filter_functions: ENOENT: this kernel was built without CONFIG_DYNAMIC_FTRACE=y (Kernel hacking", error);
    }

    [Fact]
    public async Task WrongKind_IsWrongUsage()
    {
        (int exitCode, _, string error) = await Run("function");
        Assert.Equal(2, exitCode);
        Assert.StartsWith("ftop: list: 'function' is not one of events, tracers, functions, options, clocks, views\n", error);
    }

    [Fact]
    public async Task WrongDirectory_IsWrongUsage()
    {
        Directory.Delete($"{_tracefs}/events");
        (int exitCode, _, string error) = await Run("tracers");
        Assert.Equal(2, exitCode);
        Assert.Contains("no tracefs here", error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int exitCode = await new FtopCommand(null).With(ListCommand.Create()).Run(["list", .. arguments, "--tracefs", _tracefs], output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ftop.EndToEnd.Tests;

[Collection(nameof(Alone))]
public sealed partial class RecordTests : IDisposable
{
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-record").FullName;

    private string Output => Path.Combine(_directory, "trace.dat");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("7", "none")]
    [InlineData("7", "zstd")]
    [InlineData("6", "none")]
    public async Task Command_IsRecordedToTheLastEvent(string version, string compression)
    {
        Requirements.Tracefs();
        Requirements.Program("trace-cmd");
        const int Calls = 200_000;
        using RunningProgram ftop = RunningProgram.StartFtop(
            "record", "-F", "-e", "raw_syscalls:sys_enter", "-o", Output, "--file-version", version, "--compression", compression,
            Repository.Workload, $"{Calls}", "0", "go");
        Assert.Equal(0, await ftop.WaitForExit());
        Assert.Contains(" 0 lost", ftop.Errors, StringComparison.Ordinal);
        (string report, string errors) = await TraceCmd("report", "-i", Output);
        Assert.Equal("", errors);
        Assert.Equal(Calls, report.Split('\n').Count(line => line.Contains("NR 110 ", StringComparison.Ordinal)));
        AssertOrdered(report);
        Assert.Equal([Output], Directory.GetFiles(_directory));
        using RunningProgram own = RunningProgram.Start(Repository.Ftop, "report", Output);
        string text = await own.ReadToEnd();
        Assert.Equal(Calls, text.Split('\n').Count(line => line.Contains("NR 110 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ExitStatusOfTheCommand_IsPassedOn()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop("record", "-F", "-e", "sched", "-o", Output, "sh", "-c", "exit 7");
        Assert.Equal(7, await ftop.WaitForExit());
        Assert.True(File.Exists(Output));
    }

    [Theory]
    [InlineData(SigInt, 0)]
    [InlineData(SigTerm, 128 + SigTerm)]
    public async Task Signal_LeavesAWholeFile(int signal, int status)
    {
        Requirements.Tracefs();
        Requirements.Program("trace-cmd");
        using RunningProgram workload = RunningProgram.Start(Repository.Workload, "10000", "0");
        string pid = (await workload.ReadLine())!;
        using RunningProgram ftop = RunningProgram.StartFtop("record", "-e", "raw_syscalls", "-P", pid, "-o", Output);
        await Recording();
        workload.WriteLine("go");
        await workload.ReadLine();
        ftop.Signal(signal);
        Assert.Equal(status, await ftop.WaitForExit());
        (string report, string errors) = await TraceCmd("report", "-i", Output);
        Assert.Equal("", errors);
        Assert.Equal(10_000, report.Split('\n').Count(line => line.Contains("sys_enter", StringComparison.Ordinal) && line.Contains("NR 110 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task KilledRecording_IsRecovered()
    {
        Requirements.Tracefs();
        Requirements.Program("trace-cmd");
        using RunningProgram workload = RunningProgram.Start(Repository.Workload, "2000000", "0");
        string pid = (await workload.ReadLine())!;
        using RunningProgram ftop = RunningProgram.StartFtop("record", "-e", "raw_syscalls", "-P", pid, "-o", Output);
        await Recording();
        workload.WriteLine("go");
        await workload.ReadLine();
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        ftop.Signal(SigKill);
        await ftop.WaitForExit();
        Assert.True(File.Exists(Output + ".cpu1"));
        Assert.False(File.Exists(Output + ".cpu0")); // the first CPU's are in the file already
        using RunningProgram recovery = RunningProgram.StartFtop("record", "--recover", "-o", Output);
        Assert.Equal(0, await recovery.WaitForExit());
        using RunningProgram reset = RunningProgram.StartFtop("reset");
        Assert.Equal(0, await reset.WaitForExit());
        (string report, string errors) = await TraceCmd("report", "-i", Output);
        Assert.Equal("", errors);
        Assert.True(report.Split('\n').Length > 1_000_000);
        Assert.Equal([Output], Directory.GetFiles(_directory));
    }

    [Fact]
    public async Task FullDisk_KeepsWhatFits()
    {
        Requirements.Tracefs();
        Requirements.Program("trace-cmd");
        string script = $"mount -t tmpfs -o size=40m none '{_directory}' && '{Repository.Ftop}' record -F -e raw_syscalls -o '{Output}' '{Repository.Workload}' 800000 0 go; "
            + $"echo status $?; trace-cmd report -i '{Output}' | wc -l; ls '{_directory}'";
        using RunningProgram shell = RunningProgram.Start("unshare", "-m", "sh", "-c", script);
        string text = await shell.ReadToEnd();
        await shell.WaitForExit();
        Assert.Contains("ENOSPC", shell.Errors, StringComparison.Ordinal);
        Assert.Matches("the disk is full: [1-9][0-9]* bytes of sub-buffers did not fit", shell.Errors);
        Assert.Contains("status 1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\ntrace.dat\n", text, StringComparison.Ordinal);
        Assert.True(int.Parse(text.Split('\n')[^3]) > 100_000, text + shell.Errors);
    }

    [Fact]
    public async Task ReadOnlyPlace_IsRefusedWithTheRemedy()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop("record", "-e", "sched", "-o", "/proc/trace.dat", "true");
        Assert.Equal(1, await ftop.WaitForExit());
        Assert.Contains("name a place that can be written with -o", ftop.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_AreBuffersOfTheFile()
    {
        Requirements.Tracefs();
        Requirements.Program("trace-cmd");
        using RunningProgram ftop = RunningProgram.StartFtop(
            "record", "-F", "-c", "-e", "sched:sched_switch", "-B", "calls", "-e", "raw_syscalls:sys_enter", "-f", "id == 110", "-o", Output,
            Repository.Workload, "100", "0", "go");
        Assert.Equal(0, await ftop.WaitForExit());
        (string report, string errors) = await TraceCmd("report", "-i", Output);
        Assert.Equal("", errors);
        Assert.Equal(100, report.Split('\n').Count(line => line.Contains("calls:", StringComparison.Ordinal) && line.Contains("NR 110 ", StringComparison.Ordinal)));
        Assert.Contains("sched_switch", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing to record", "record", "true")]
    [InlineData("-f: 'x == 1' has no -e before it", "record", "-f", "x == 1", "-e", "sched", "true")]
    [InlineData("-b: 'x' is not a number", "record", "-b", "x", "-e", "sched", "true")]
    [InlineData("-F: it follows the command alone", "record", "-F", "-e", "sched")]
    public async Task WrongUsage_IsNamed(string expected, params string[] arguments)
    {
        using RunningProgram ftop = RunningProgram.Start(Repository.Ftop, arguments);
        Assert.Equal(2, await ftop.WaitForExit());
        Assert.Contains(expected, ftop.Errors, StringComparison.Ordinal);
    }

    private static async Task<(string Output, string Errors)> TraceCmd(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("trace-cmd", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output, await errors);
    }

    private static void AssertOrdered(string report)
    {
        double last = 0;
        foreach (Match match in Time().Matches(report))
        {
            double sec = double.Parse(match.Groups[1].ValueSpan);
            Assert.True(sec >= last);
            last = sec;
        }
    }

    [GeneratedRegex(@"\] +(\d+\.\d{6}):")]
    private static partial Regex Time();

    // Recording has begun when the file of the last CPU is there.
    private async Task Recording()
    {
        for (int i = 0; i < 600 && !File.Exists($"{Output}.cpu{Environment.ProcessorCount - 1}"); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await Task.Delay(300, TestContext.Current.CancellationToken);
    }
}

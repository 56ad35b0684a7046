using System.Diagnostics;
using System.Text.RegularExpressions;
using Ftop.EndToEnd.Tests.KernelShark;

namespace Ftop.EndToEnd.Tests;

/// <summary>Recording out of the running screen.</summary>
[Collection(nameof(Alone))]
public sealed partial class FlightTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-flight").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Past_IsSavedAsTraceDat()
    {
        Requirements.Tracefs();
        Requirements.Program("tmux");
        Requirements.Program("trace-cmd");
        KernelSharkLibrary.Require();
        using RunningProgram workload = RunningProgram.Start(Repository.Workload, "50000", "50000");
        string pid = (await workload.ReadLine())!;
        await File.WriteAllTextAsync(Path.Combine(_directory, "trace.dat"), "mine", TestContext.Current.CancellationToken);
        using var screen = new Tmux($"unshare -m --wd {_directory} {Repository.Ftop} -d 0.5 --flight-mb 32 -e raw_syscalls -p {pid}", 100, 24);
        await screen.WaitFor("  on: syscalls");
        workload.WriteLine("go");
        await workload.ReadLine();
        await screen.WaitFor("getppid");
        screen.Keys("R");
        await screen.WaitFor("the past is in");
        screen.Keys("q");
        await screen.WaitFor("EXIT=0");
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_directory, "trace.dat"), TestContext.Current.CancellationToken));
        string report = await Report("trace-1.dat");
        AssertGetppid(50_000, report);
        (string[] buffers, string errors) = KernelSharkLibrary.Load(Path.Combine(_directory, "trace-1.dat"));
        Assert.Equal("", errors);
        Assert.Equal([$"{Time().Count(report)}"], buffers);
    }

    [Fact]
    public async Task Recording_HoldsWhatCameBetweenTheKeys()
    {
        Requirements.Tracefs();
        Requirements.Program("tmux");
        Requirements.Program("trace-cmd");
        using RunningProgram workload = RunningProgram.Start(Repository.Workload, "100000", "50000");
        string pid = (await workload.ReadLine())!;
        using var screen = new Tmux($"unshare -m --wd {_directory} {Repository.Ftop} -d 0.5 --flight-mb 0 -e raw_syscalls -p {pid}", 100, 24);
        await screen.WaitFor("  on: syscalls");
        screen.Keys("R");
        await screen.WaitFor("the past is not kept");
        screen.Keys("r");
        await screen.WaitFor("recording to");
        workload.WriteLine("go");
        await workload.ReadLine();
        await screen.WaitFor("getppid");
        screen.Keys("r");
        await screen.WaitFor("recorded ");
        screen.Keys("q");
        await screen.WaitFor("EXIT=0");
        AssertGetppid(100_000, await Report("trace.dat"));
        Assert.Single(Directory.GetFiles(_directory));
    }

    private static void AssertGetppid(int calls, string report)
    {
        Assert.Equal(calls, report.Split('\n').Count(line => line.Contains("sys_enter", StringComparison.Ordinal) && line.Contains("NR 110 ", StringComparison.Ordinal)));
        Assert.DoesNotContain("DROPPED", report, StringComparison.Ordinal);
        double last = 0;
        foreach (Match match in Time().Matches(report))
        {
            double sec = double.Parse(match.Groups[1].ValueSpan);
            Assert.True(sec >= last);
            last = sec;
        }

        Assert.True(last > 0);
    }

    [GeneratedRegex(@"\] +(\d+\.\d{6}):")]
    private static partial Regex Time();

    private async Task<string> Report(string file)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("trace-cmd", ["report", "-i", Path.Combine(_directory, file)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        Assert.Equal("", await errors);
        return output;
    }
}

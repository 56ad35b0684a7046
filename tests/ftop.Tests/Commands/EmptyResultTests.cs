using System.Text;
using Ftop.Commands;

namespace Ftop.Tests.Commands;

/// <summary>A report of nothing says why there is nothing, and what can match nothing is refused with what was perhaps meant.</summary>
public sealed class EmptyResultTests : IDisposable
{
    private static readonly string Faults = Path.Combine(Repository.Root, "tests", "data", "faults");
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-empty-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("--filter: no event nosuch in this recording", "-F", "nosuch")]
    [InlineData("no event sched_swich in this recording; near is sched_switch", "-F", "sched_swich")]
    [InlineData("no event sched/nosuch in this recording", "-F", "sched/sched_switch,sched/nosuch")]
    [InlineData("no field nosuch in sched_switch", "-F", "sched_switch: nosuch == 1")]
    [InlineData("no field next_pidd in sched_switch; near", "-F", "sched_switch: CPU == 0 && next_pidd == 1")]
    [InlineData("--cpu: this recording has CPU", "--cpu", "99")]
    [InlineData("more than 1000 operators", "-F", "sched_switch: LONG")]
    [InlineData("more than 100 levels", "-F", "sched_switch: DEEP")]
    [InlineData("more than 100 levels", "-F", "sched_switch: NOT")]
    [InlineData("more than 1000 events", "-F", "MANY")]
    [InlineData("expected at most 8192 characters of events and 65536 of a condition", "-F", "sched_switch: ENDLESS")]
    public async Task WhatCanMatchNothing_IsWrongUsage(string expected, params string[] options)
    {
        options = [.. options.Select(option => option.Replace("LONG", string.Join(" || ", Enumerable.Repeat("CPU == 1", 3_000)), StringComparison.Ordinal)
            .Replace("DEEP", new string('(', 20_000) + "1" + new string(')', 20_000), StringComparison.Ordinal)
            .Replace("NOT", new string('!', 50_000) + "CPU", StringComparison.Ordinal)
            .Replace("ENDLESS", new string('1', 100_000), StringComparison.Ordinal)
            .Replace("MANY", string.Join(',', Enumerable.Repeat("a", 3_000)), StringComparison.Ordinal))];
        (int exitCode, string output, string error) = await Run(["report", .. options, Path.Combine(Faults, "filter.dat")]);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events passes the filter", "-F", "sched_switch: next_pid == 123456789")]
    [InlineData("events passes the filter", "--json", "-F", "sched_switch: next_pid == 123456789")]
    [InlineData("no statistics of the buffers were recorded", "--stat")]
    public async Task WhatMatchesNothing_IsSaid(string expected, params string[] options)
    {
        (int exitCode, _, string error) = await Run(["report", .. options, Path.Combine(Faults, "filter.dat")]);
        Assert.Equal(0, exitCode);
        Assert.Contains(expected, Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EmptyCopyOfTracefs_IsRecognised()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "events"));
        File.WriteAllText(Path.Combine(_directory, "events", "header_page"), "");
        (int exitCode, _, string error) = await Run("report", _directory);
        Assert.Equal(5, exitCode);
        Assert.Contains("tar copies files of tracefs with no bytes in them; 'ftop capture DIR'", error, StringComparison.Ordinal);

        File.Delete(Path.Combine(_directory, "events", "header_page"));
        File.WriteAllText(Path.Combine(_directory, "trace_pipe"), "");
        (exitCode, _, error) = await Run("report", _directory);
        Assert.Equal(5, exitCode);
        Assert.Contains("tar and cp copy files of tracefs with no bytes in them", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RealTimeKernelWithLazyPreemption_HasSevenColumns()
    {
        (int exitCode, string output, string error) = await Run("report", Path.Combine(Faults, "rt-lazy"));
        Assert.Equal(0, exitCode);
        string[] flags = [.. output.Split('\n').Where(line => line.Contains("] ", StringComparison.Ordinal)).Select(line => line.Split("] ")[1][..7])];
        Assert.Equal([".......", "....1..", "..L.12.", "dnL.211", "...s..2"], flags);
        string[] titles = ["irqs-off", "need-resched", "need-resched-lazy", "hardirq/softirq", "preempt-depth", "preempt-lazy-depth", "migrate-disable"];
        Assert.Equal(titles, output.Split('\n').Where(line => line.Contains("=> ", StringComparison.Ordinal) && line[0] == '#').Select(line => line.Split("=> ")[1]));
        Assert.DoesNotContain("damaged", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        int exitCode = await new FtopCommand(null).With(ReportCommand.Create(output)).Run(arguments, TextWriter.Null, error);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}

using System.CommandLine;
using System.Text.RegularExpressions;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Views.Tables;
using Ftop.CommandLine;
using Ftop.Commands;
using Ftop.Doctor;
using Ftop.Tests.Doctor;
using Ftop.Tracefs.Errors;
using Ftop.Tui;

namespace Ftop.Tests;

public sealed partial class ReadmeTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));

    public static TheoryData<string> Commands => [.. Shell().Where(line => line.StartsWith("ftop ", StringComparison.Ordinal))];

    [Fact]
    public void Keys_AreThoseOfTheScreen()
    {
        string[] expected = [.. Keys.Table.Select(entry => $"| {string.Join(' ', entry.Label.Split(' ').Select(key => $"`{key}`"))} | {entry.Help} |")];
        Assert.Equal(expected, Table("| key | does |"));
    }

    // As in JSON.
    private static IEnumerable<string> ColumnsOf(ViewDefinition view) => view.Id switch
    {
        "functions" => FunctionTable.Table.Json.Select(column => column.Id),
        "syscalls" => SystemCallTable.Table.Json.Select(column => column.Id),
        "cpus" => CpuTable.Table.Json.Select(column => column.Id),
        "events" => EventTable.Table.Json.Select(column => column.Id),
        "processes" => ProcessTable.Table.Json.Select(column => column.Id),
        _ => view.Columns.Select(column => column.Id),
    };

    [Fact]
    public void Views_AreThoseOfTheCatalogue()
    {
        string[] expected = [.. ViewCatalog.All.Select(view =>
            $"| `{view.Id}` | {(view.Digit is int digit ? $"`{digit}`" : "")} | {view.What} | {string.Join(' ', ColumnsOf(view).Select(id => $"`{id}`"))} |")];
        Assert.Equal(expected, Table("| view | key | shows | columns |"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_IsUnderstood(string line)
    {
        string[] arguments = [.. Word().Matches(line.Split(" #")[0].Split(" | ")[0]).Skip(1).Select(word => word.Value.Trim('\''))
            .Select(word => word.StartsWith("docs/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, word) : word)];
        var error = new StringWriter();
        int exitCode = await new FtopCommand(_ => Task.FromResult(0))
            .With(Unstarted(ListCommand.Create()))
            .With(Record())
            .With(Unstarted(ReportCommand.Create(Stream.Null)))
            .With(Unstarted(ReplayCommand.Create(error)))
            .With(Unstarted(CaptureCommand.Create()))
            .With(Unstarted(ConvertCommand.Create()))
            .With(Unstarted(DoctorCommand.Create()))
            .With(Unstarted(ResetCommand.Create()))
            .Run(RecordCommand.Arrange(arguments), TextWriter.Null, error);
        Assert.Equal((0, ""), (exitCode, error.ToString()));
    }

    [Fact]
    public void Subcommands_AllHaveAnExample() => Assert.Equal(
        ["capture", "convert", "doctor", "list", "record", "replay", "report", "reset"],
        Commands.Select(row => row.Data.Split(' ')[1]).Where(word => char.IsAsciiLetter(word[0])).Distinct().Order());

    [Fact]
    public void KernelOptions_AreThoseOfTheDoctor()
    {
        using var machine = new FakeMachine();
        machine.WriteTracefs("available_tracers", "nop\n");
        string[] files = ["set_ftrace_filter", "function_profile_enabled", "kprobe_events", "uprobe_events", "events", "trace_stat/branch_all", "trace_stat/branch_annotated"];
        Array.ForEach(files, machine.RemoveTracefs);
        var expected = new List<string> { $"| `{TracerConfig.Ftrace.Symbol}` | {TracerConfig.Ftrace.MenuPath} | tracefs itself; events |" };
        foreach (Finding finding in machine.Examine().Groups.Single(group => group.Title == "Kernel configuration").Findings.Skip(1))
        {
            Match option = Remedy().Match(finding.Remedy);
            Assert.True(option.Success, $"{finding}");
            expected.Add($"| `{option.Groups["symbol"].Value}` | {option.Groups["path"].Value} | {finding.What} |");
        }

        Assert.Equal(expected, Table("| option | in menuconfig | brings |"));
    }

    private static Command Unstarted(Command command)
    {
        command.SetAction(_ => 0);
        return command;
    }

    // record reads its options itself: their order counts.
    private static Command Record()
    {
        var grammar = new RecordGrammar();
        var command = new Command("record");
        grammar.AddTo(command);
        command.SetAction(parsed => grammar.IsRecovery(parsed) || grammar.Read(parsed) is not null ? 0 : 1);
        return command;
    }

    // The lines of all blocks that are for a shell.
    private static IEnumerable<string> Shell()
    {
        bool isShell = false;
        foreach (string line in Lines)
        {
            isShell = line.StartsWith("```", StringComparison.Ordinal) ? line == "```sh" : isShell;
            if (isShell)
            {
                yield return line;
            }
        }
    }

    private static string[] Table(string header) => [.. Lines[(Array.IndexOf(Lines, header) + 2)..].TakeWhile(line => line.Length > 0)];

    [GeneratedRegex(@"^build one with (?<symbol>CONFIG_\w+)=y \((?<path>[^;]*)\)(;.*)?$")]
    private static partial Regex Remedy();

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();
}

using System.Text.RegularExpressions;

namespace Ftop.EndToEnd.Tests;

/// <summary>The program as an operator sees it, in a terminal of tmux, while a known program runs.</summary>
[Collection(nameof(Alone))]
public sealed partial class ScreenTests
{
    private static readonly bool Approves = Environment.GetEnvironmentVariable("FTOP_APPROVE") == "1";

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Views_LookAsApproved(int columns, int rows)
    {
        Requirements.Tracefs();
        Requirements.Program("tmux");
        using RunningProgram workload = RunningProgram.Start(Repository.Workload, "1000000000", "0", "go", "500");
        string pid = (await workload.ReadLine())!;
        using var screen = new Tmux($"unshare -m {Repository.Ftop} -d 0.5 -e raw_syscalls -p {pid}", columns, rows);
        await screen.WaitFor("getppid");
        await Task.Delay(1000, TestContext.Current.CancellationToken);
        screen.Keys("c"); // what its start did is forgotten: from now on it makes one call only
        await Approve(screen, $"start-{columns}x{rows}", "getppid");
        await Show(screen, "1", $"functions-{columns}x{rows}", "press f");
        await Show(screen, "2", $"system-calls-{columns}x{rows}", "P99");
        await Show(screen, "4", $"events-{columns}x{rows}", "raw_syscalls:sys_exit");
        await Show(screen, "3", $"cpus-{columns}x{rows}", "EVENTS/S");
        await Show(screen, "?", $"help-{columns}x{rows}", "quit");
        screen.Keys("Escape");
        await Quit(screen);
    }

    [Fact]
    public async Task EveryKeyOfTheReadme_CanBePressedWhileTracing()
    {
        Requirements.Tracefs();
        Requirements.Program("tmux");
        string directory = Directory.CreateTempSubdirectory("ftop-keys").FullName; // some keys write a file
        using var screen = new Tmux($"unshare -m --wd {directory} {Repository.Ftop} -d 0.2", 80, 24);
        await screen.WaitFor("  on: syscalls");
        string readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
        readme = readme.Split("\n## ").Single(section => section.StartsWith("Keys\n", StringComparison.Ordinal));
        string[] keys = [.. KeyRow().Matches(readme).SelectMany(row => KeyName().Matches(row.Groups[1].Value).Select(key => key.Groups[1].Value))];
        Assert.True(keys.Length > 40, $"only {keys.Length} keys in the README's table");
        foreach (string key in keys.Where(key => key is not ("q" or "F10")))
        {
            screen.Keys(key switch
            {
                "Ctrl-L" => "C-l",
                "PgUp" => "PPage",
                "PgDn" => "NPage",
                "S-Tab" => "BTab",
                _ => key,
            });
            await Task.Delay(150, TestContext.Current.CancellationToken);
            Assert.DoesNotContain("EXIT=", screen.Screen(), StringComparison.Ordinal);
            screen.Keys("Escape");
            screen.Keys("Escape");
            await Task.Delay(150, TestContext.Current.CancellationToken);
        }

        screen.Keys("0");
        await screen.WaitFor("SYSTEM CALL");
        await Quit(screen);
    }

    [Fact]
    public async Task FunctionTracer_IsOnOrItsRefusalIsShown()
    {
        Requirements.Tracefs();
        Requirements.Program("tmux");
        using var screen = new Tmux($"unshare -m {Repository.Ftop} -d 0.5", 80, 24);
        await screen.WaitFor("  on: syscalls");
        screen.Keys("f");
        await screen.WaitFor(
            text => text.Contains("EPERM", StringComparison.Ordinal) || text.Contains("tracer function", StringComparison.Ordinal), "the tracer, or why not");
        screen.Keys("2");
        await screen.WaitFor("P99");
        await Quit(screen);
    }

    [Fact]
    public async Task Resizing_NeverEndsTheScreen()
    {
        Requirements.Tracefs();
        Requirements.Program("tmux");
        using var screen = new Tmux($"unshare -m {Repository.Ftop} -d 0.2", 80, 24);
        await screen.WaitFor("  on: syscalls");
        foreach ((int columns, int rows) in ((int, int)[])[(40, 12), (200, 60), (20, 5), (120, 40), (80, 24)])
        {
            screen.Resize(columns, rows);
            await Task.Delay(400, TestContext.Current.CancellationToken);
            Assert.DoesNotContain("EXIT=", screen.Screen(), StringComparison.Ordinal);
        }

        await screen.WaitFor("SYSTEM CALL");
        await Quit(screen);
    }

    private static async Task Show(Tmux screen, string key, string name, string waitFor)
    {
        screen.Keys(key);
        await Approve(screen, name, waitFor);
    }

    // Compared until it fits: a window may end in between, and the first one of a view lacks what needs two.
    private static async Task Approve(Tmux screen, string name, string waitFor)
    {
        string path = Path.Combine(Repository.Root, "tests", "Ftop.EndToEnd.Tests", "Golden", $"{name}.txt");
        await screen.WaitFor(waitFor);
        if (Approves)
        {
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(path, ScreenMask.Mask(screen.Screen()), TestContext.Current.CancellationToken);
            return;
        }

        string approved = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await screen.WaitFor(text => ScreenMask.Mask(text) == approved, $"the screen of {path}, which masked is\n{approved}\nand not");
    }

    private static async Task Quit(Tmux screen)
    {
        screen.Keys("q");
        string end = await screen.WaitFor("icanon");
        Assert.Contains("EXIT=0", end, StringComparison.Ordinal);
        Assert.DoesNotContain("-icanon", end, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\| ((?:`[^`]+` ?)+)\|", RegexOptions.Multiline)]
    private static partial Regex KeyRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex KeyName();
}

using System.IO.Compression;

namespace Ftop.EndToEnd.Tests;

/// <summary>A recording of ours played in a terminal. It never changes, so neither do its screens: they are compared to the last number.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly bool Approves = Environment.GetEnvironmentVariable("FTOP_APPROVE") == "1";

    private readonly string _recording = Path.Combine(Path.GetTempPath(), $"ftop-test-{Guid.NewGuid():N}.dat");

    public ReplayTests()
    {
        string packed = Path.Combine(Repository.Root, "tests", "data", "trace-dat", "x86_64_v6.dat.gz");
        using var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using FileStream to = File.Create(_recording);
        from.CopyTo(to);
    }

    public void Dispose() => File.Delete(_recording);

    /// <summary>The longest call with its arguments and what happened meanwhile, which a recording has whenever it is asked.</summary>
    [Fact]
    public async Task LongestCall_IsReadOutOfTheRecording()
    {
        Requirements.Program("tmux");
        using var screen = new Tmux($"{Repository.Ftop} replay {_recording} -d 0.005", 80, 24);
        await screen.WaitFor(" end ");
        screen.Keys("2");
        await screen.WaitFor("wait4");
        screen.Keys("/");
        screen.Text("wait4");
        screen.Keys("Enter", "Enter", "Tab");
        await screen.WaitFor("sys_enter");
        await Approve(screen, "replay-worst-80x24");
        screen.Keys("Escape", "q");
        Assert.Contains("EXIT=0", await screen.WaitFor("icanon"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_PlayPauseStepSeekAndQuit()
    {
        Requirements.Program("tmux");
        using var screen = new Tmux($"{Repository.Ftop} replay {_recording} -d 0.005", 80, 24);
        await screen.WaitFor(" end ");
        await Approve(screen, "replay-end-80x24");
        screen.Keys("Home");
        await Approve(screen, "replay-begin-80x24");
        screen.Keys("Right");
        screen.Keys(".");
        await Approve(screen, "replay-third-80x24");
        screen.Keys("Left");
        screen.Keys(",");
        await Approve(screen, "replay-begin-80x24");
        screen.Keys("G");
        screen.Text("50%");
        screen.Keys("Enter");
        await Approve(screen, "replay-middle-80x24");
        screen.Keys("2");
        await Approve(screen, "replay-system-calls-80x24");
        screen.Keys("4");
        await Approve(screen, "replay-events-80x24");
        screen.Keys("5");
        await Approve(screen, "replay-processes-80x24");
        screen.Keys("6");
        await Approve(screen, "replay-interrupts-80x24");
        screen.Keys("f");
        await screen.WaitFor("a recording cannot change");
        screen.Keys("0", "[");
        await screen.WaitFor("speed ×0.5");
        screen.Keys("Home", "Space");
        await screen.WaitFor(" end "); // played: the end comes by itself
        await Approve(screen, "replay-end-slow-80x24");
        screen.Keys("q");
        string end = await screen.WaitFor("icanon");
        Assert.Contains("EXIT=0", end, StringComparison.Ordinal);
        Assert.DoesNotContain("-icanon", end, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "ftop: /nowhere/trace.dat: open: ENOENT: there is no such file")]
    [InlineData("hello", "expected a trace.dat")]
    public async Task BadFile_IsExit5AndOneLine(string text, string message)
    {
        await File.WriteAllTextAsync(_recording, text, TestContext.Current.CancellationToken);
        using RunningProgram ftop = RunningProgram.Start(Repository.Ftop, "replay", text.Length == 0 ? "/nowhere/trace.dat" : _recording, "-b");
        Assert.Equal("", await ftop.ReadToEnd());
        Assert.Equal(5, await ftop.WaitForExit());
        Assert.Contains(message, ftop.Errors, StringComparison.Ordinal);
        Assert.Single(ftop.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Batch_IsOneWindowOverEverythingOrAsManyAsAsked()
    {
        using RunningProgram whole = RunningProgram.Start(Repository.Ftop, "replay", _recording, "-b", "--json");
        string[] windows = (await whole.ReadToEnd()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"total\":{\"events\":1358,", Assert.Single(windows), StringComparison.Ordinal);
        Assert.Equal(0, await whole.WaitForExit());
        using RunningProgram some = RunningProgram.Start(Repository.Ftop, "replay", _recording, "-b", "--json", "-d", "0.01", "-n", "3");
        windows = (await some.ReadToEnd()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, windows.Length);
        Assert.All(windows, window => Assert.Contains("\"windowSec\":0.01,", window, StringComparison.Ordinal));
    }

    private static async Task Approve(Tmux screen, string name)
    {
        string path = Path.Combine(Repository.Root, "tests", "Ftop.EndToEnd.Tests", "Golden", $"{name}.txt");
        if (Approves)
        {
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(path, screen.Screen(), TestContext.Current.CancellationToken);
            return;
        }

        string approved = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await screen.WaitFor(text => text == approved, $"the screen of {path}, which is\n{approved}\nand not");
    }
}

using System.Diagnostics;

namespace Ftop.Tests;

public sealed class ChildCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-child-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Program_DoesNotRunBeforeTheGateOpens_AndKeepsItsPid()
    {
        string said = Path.Combine(_directory, "said");
        using ChildCommand child = Start("/bin/sh", "-c", "echo $$ \"$1\" >\"$0\"", said, "two words");
        await WaitUntil(() => State(child.Pid) == 'S');
        Assert.False(File.Exists(said));
        child.OpenGate();
        Assert.Equal(0, await child.WaitForExit(TestContext.Current.CancellationToken));
        Assert.Equal($"{child.Pid} two words\n", await File.ReadAllTextAsync(said, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("kill -TERM $$", 128 + 15)]
    public async Task Status_IsTheProgramsOwn(string script, int expected)
    {
        using ChildCommand child = Start("/bin/sh", "-c", script);
        child.OpenGate();
        Assert.Equal(expected, await child.WaitForExit(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task UnknownProgram_Is127()
    {
        using ChildCommand child = Start("/no/such/program");
        child.OpenGate();
        Assert.Equal(127, await child.WaitForExit(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ClosedGate_EndsWithoutRunning()
    {
        string said = Path.Combine(_directory, "said");
        ChildCommand child = Start("/bin/sh", "-c", "echo ran >\"$0\"", said);
        using var process = Process.GetProcessById(child.Pid);
        child.Dispose();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.False(File.Exists(said));
    }

    [Fact]
    public async Task Signal_IsPassedOn()
    {
        using ChildCommand child = Start("sleep", "60");
        child.OpenGate();
        await WaitUntil(() => File.ReadAllText($"/proc/{child.Pid}/comm") == "sleep\n");
        child.PassOn(15);
        Assert.Equal(128 + 15, await child.WaitForExit(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task DescriptorsOfFtop_AreNotTheProgramsOwn()
    {
        string said = Path.Combine(_directory, "said");
        using ChildCommand child = Start("/bin/sh", "-c", "ls -l /proc/$$/fd >\"$0\"", said);
        child.OpenGate();
        await child.WaitForExit(TestContext.Current.CancellationToken);
        string descriptors = await File.ReadAllTextAsync(said, TestContext.Current.CancellationToken);
        Assert.Contains(" 0 -> ", descriptors, StringComparison.Ordinal);
        Assert.DoesNotContain(" 3 -> ", descriptors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("17 (a) b) R 1 17 17 34816 17 4194304", true)]
    [InlineData("17 (ftop) R 1 17 17 34816 99 4194304", false)]
    [InlineData("17 (ftop) R 1 17 17 0 -1 4194304", false)]
    public void Foreground_IsTheTerminalsOwnGroup(string stat, bool expected) => Assert.Equal(expected, ChildCommand.IsForeground(stat));

    private static ChildCommand Start(params string[] command) => ChildCommand.StartAtGate(command);

    private static char State(int pid) => File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0];

    private static async Task WaitUntil(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); !condition(); await Task.Delay(5))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "waited for 30 s");
        }
    }
}

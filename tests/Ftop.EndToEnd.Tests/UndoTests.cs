namespace Ftop.EndToEnd.Tests;

public sealed class UndoTests
{
    private static readonly string[] Batch = ["-b", "--json", "-n", "2", "-d", "0.2"];
    private static readonly string[] Screen = ["-d", "0.2", "-n", "30"];
    private static readonly string Script = Path.Combine(Repository.Root, "tests", "Ftop.EndToEnd.Tests", "undo.sh");

    [Theory]
    [InlineData("mount", "1 2")]
    [InlineData("mkdir", "1 2 3")]
    [InlineData("write", "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 20 22 25 30 35 40 50 60")]
    [InlineData("rmdir", "1")]
    [InlineData("umount2", "1")]
    public async Task AfterSigKill_ResetPutsEverythingBack(string systemCall, string counts)
    {
        Requirements.Tracefs();
        Requirements.Program("strace");
        using RunningProgram undo = RunningProgram.Start("unshare", ["-m", Script, Repository.Ftop, systemCall, counts, .. Batch]);
        string said = await undo.ReadToEnd();
        Assert.True(await undo.WaitForExit() == 0, said + undo.Errors);
        Assert.Contains("ended 137", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mkdir", "2", "")]
    [InlineData("write", "5 20 40", "")]
    [InlineData("write@current_tracer", "1 2 3", "f")] // nop, the tracer, and nop again where the kernel refused it
    [InlineData("write@tracing_on", "1 2", "f")]
    [InlineData("rmdir", "1", "q")]
    public async Task AfterSigKillOfTheScreen_ResetPutsEverythingBack(string systemCall, string counts, string keys)
    {
        Requirements.Tracefs();
        Requirements.Program("strace");
        Requirements.Program("tmux");
        using RunningProgram undo = RunningProgram.Start(
            "env", [$"KEYS={keys}", "unshare", "-m", Script, Repository.Ftop, systemCall, counts, .. Screen]);
        string said = await undo.ReadToEnd();
        Assert.True(await undo.WaitForExit() == 0, said + undo.Errors);
        Assert.Equal(counts.Split(' ').Length, said.Split("ended 137").Length - 1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(1)]
    public async Task AfterASignal_EverythingIsAsBefore(int signal)
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--json", "-d", "0.1");
        Assert.NotNull(await ftop.ReadLine());
        string own = $"ftop-{ftop.Pid}"; // another one's may come and go meanwhile
        Assert.Contains(own, await Instances());
        ftop.Signal(signal);
        await ftop.ReadToEnd();
        Assert.Equal(128 + signal, await ftop.WaitForExit());
        Assert.DoesNotContain(own, await Instances());
    }

    private static async Task<string[]> Instances()
    {
        using RunningProgram list = RunningProgram.Start(
            "unshare", "-m", "sh", "-c", "mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing; ls /sys/kernel/tracing/instances");
        return (await list.ReadToEnd()).Split('\n');
    }
}

using System.Diagnostics;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

public sealed class UndoJournalTests
{
    [Fact]
    public void Dispose_PutsBackWhatWasChangedAndRemovesTheJournal()
    {
        using var tracefs = new FakeTracefs();
        using (UndoJournal journal = UndoJournal.Open(tracefs.Journals))
        {
            var file = new ControlFile(Path.Combine(tracefs.Root, "trace_clock"), journal);
            file.Write("mono");
            file.Write("global");
            Assert.Equal("global\n", tracefs.Read("trace_clock"));
            Assert.Contains("\"oldTokens\":[\"local\"]", File.ReadAllText(Assert.Single(Directory.GetFiles(tracefs.Journals))), StringComparison.Ordinal);
        }

        Assert.Equal("local\n", tracefs.Read("trace_clock"));
        Assert.Empty(Directory.GetFiles(tracefs.Journals));
    }

    [Fact]
    public void UndoAll_TakesTheLatestChangeFirstAndToleratesWhatIsGone()
    {
        using var tracefs = new FakeTracefs();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        string instance = Path.Combine(tracefs.Root, "instances", "ftop-1");
        journal.WillMakeInstance(instance);
        new ControlFile(Path.Combine(tracefs.Root, "tracing_on"), journal).Write("0");
        UndoReport report = journal.UndoAll();
        Assert.Empty(report.Failed);
        Assert.Equal($"put back '1' in {tracefs.Root}/tracing_on", Assert.Single(report.Done));
        Assert.Same(UndoReport.Empty, journal.UndoAll());
    }

    [Theory]
    [InlineData("1 (a) S 0 1", false)]
    [InlineData("1 (a) Z 0 1", true)]
    [InlineData("1 (a) X 0 1", true)]
    [InlineData("1 (a) Z ) R 0 1", false)]
    public void Zombie_IsDead(string stat, bool isDead) => Assert.Equal(isDead, ProcessStat.IsDead(stat));

    [Theory]
    [InlineData("RemoveInstance", "/mnt/t/instances/ftop-1", "/mnt/t")]
    [InlineData("RestoreFile", "/mnt/t/instances/ftop-1/options/event-fork", "/mnt/t")]
    [InlineData("RestoreFile", "/sys/kernel/tracing/options/event-fork", "/sys/kernel/tracing")]
    [InlineData("RestoreFile", "/sys/block/vda/trace/enable", null)]
    [InlineData("RemoveProbe", "/mnt/t/dynamic_events", "/mnt/t")]
    [InlineData("Unmount", "/sys/kernel/tracing", null)]
    public void WhereTracefsWas_IsToldByTheStep(string kind, string path, string? root) =>
        Assert.Equal(root, TracefsAgain.RootOf(new UndoStep { Number = 1, Kind = Enum.Parse<UndoKind>(kind), Path = path }));

    [Fact]
    public void UndoAll_KeepsWhatFailedForLater()
    {
        using var tracefs = new FakeTracefs();
        UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        string instance = Path.Combine(tracefs.Root, "instances", "ftop-1");
        journal.WillMakeInstance(instance);
        Directory.CreateDirectory(Path.Combine(instance, "not-empty"));
        Assert.Contains("ENOTEMPTY", Assert.Single(journal.UndoAll().Failed), StringComparison.Ordinal);
        Assert.Contains(instance, File.ReadAllText(Assert.Single(Directory.GetFiles(tracefs.Journals))), StringComparison.Ordinal);
    }

    [Fact]
    public void ReplayDead_UndoesOfAPidThatStartedAtAnotherTime()
    {
        using var tracefs = new FakeTracefs();
        string instance = Path.Combine(tracefs.Root, "instances", $"ftop-{Environment.ProcessId}");
        Directory.CreateDirectory(instance);
        string path = Path.Combine(tracefs.Journals, $"{Environment.ProcessId}.json");
        File.WriteAllLines(path, [
            $$"""{"pid":{{Environment.ProcessId}},"startTime":1}""",
            $$"""{"number":1,"kind":"RemoveInstance","path":"{{instance}}","oldTokens":[]}""",
            $$"""{"number":2,"kind":"RestoreFile","path":"{{tracefs.Root}}/tracing_on","oldTokens":["0"]}""",
            $$"""{"number":2,"kind":"Done","path":"","oldTokens":[]}""",
            """{"number":3,"kind":"Rest""",
        ]);
        UndoReport report = UndoJournal.ReplayDead(tracefs.Journals, tracefs.Scope);
        Assert.Equal($"removed {instance}", Assert.Single(report.Done));
        Assert.Empty(report.Failed);
        Assert.False(Directory.Exists(instance));
        Assert.Equal("1\n", tracefs.Read("tracing_on"));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void ReplayDead_LeavesTheLivingAlone()
    {
        using var tracefs = new FakeTracefs();
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        new ControlFile(Path.Combine(tracefs.Root, "tracing_on"), journal).Write("0");
        Assert.Empty(UndoJournal.ReplayDead(tracefs.Journals).Done);
        Assert.Equal("0\n", tracefs.Read("tracing_on"));
    }

    /// <summary>Containers may share /run: a pid says nothing in another namespace.</summary>
    [Fact]
    public void ReplayDead_LeavesAloneWhoMayLiveInAnotherPidNamespace()
    {
        using var tracefs = new FakeTracefs();
        string step = $$"""{"number":1,"kind":"RestoreFile","path":"{{tracefs.Root}}/tracing_on","oldTokens":["0"]}""";
        string path = Path.Combine(tracefs.Journals, "99999999-4026539999.json");
        File.WriteAllLines(path, ["""{"pid":99999999,"startTime":1,"namespace":"pid:[4026539999]"}""", step]);
        bool isSeen = PidNamespace.Current.IsFirst; // from there all processes are, and none is of that namespace
        Assert.Equal(isSeen ? 1 : 0, UndoJournal.ReplayDead(tracefs.Journals, tracefs.Scope).Done.Length);

        string inner = Path.Combine(tracefs.Root, "proc");
        Directory.CreateDirectory(Path.Combine(inner, "self/ns"));
        File.CreateSymbolicLink(Path.Combine(inner, "self/ns/pid"), "pid:[4026532222]");
        File.WriteAllLines(path, ["""{"pid":99999999,"startTime":1,"namespace":"pid:[4026531836]"}""", step]);
        Assert.Empty(UndoJournal.FindDead(tracefs.Journals, inner));
    }

    [Fact]
    public void ReplayDead_TrustsNoDirectoryThatOthersMayWrite()
    {
        using var tracefs = new FakeTracefs();
        File.WriteAllLines(Path.Combine(tracefs.Journals, "999999999.json"), [
            """{"pid":999999999,"startTime":1}""",
            $$"""{"number":1,"kind":"RestoreFile","path":"{{tracefs.Root}}/tracing_on","oldTokens":["0"]}""",
        ]);
        File.SetUnixFileMode(tracefs.Journals, (UnixFileMode)0x1ff);
        Assert.Same(UndoReport.Empty, UndoJournal.ReplayDead(tracefs.Journals));
        Assert.Equal("1\n", tracefs.Read("tracing_on"));
    }

    [Fact]
    public void JournalDirectory_FallsBackAndSaysSo()
    {
        using var tracefs = new FakeTracefs();
        string other = Path.Combine(tracefs.Root, "other");
        JournalDirectory chosen = JournalDirectory.Choose(["/proc/ftop", other]);
        Assert.Equal(other, chosen.Path);
        Assert.Contains("/proc/ftop", chosen.Notice, StringComparison.Ordinal);
        Assert.Null(JournalDirectory.Choose([other]).Notice);
    }

    [Fact]
    public void JournalDirectory_NamesEveryPlaceThatWillNotDo()
    {
        using var tracefs = new FakeTracefs();
        string others = Directory.CreateDirectory(Path.Combine(tracefs.Root, "others")).FullName;
        File.SetUnixFileMode(others, (UnixFileMode)0x1ff);
        string file = Path.Combine(tracefs.Root, "tracing_on");
        TracefsException refusal = Assert.Throws<TracefsException>(() => JournalDirectory.Choose(["/proc/ftop", others, $"{file}/ftop"]));
        Assert.Contains("/proc/ftop (there is no such directory)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{others} (no directory, or owned or writable by others)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{file}/ftop (there is no such directory)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_GoesOnWithWhatADeadProcessOfThisPidCouldNotUndo()
    {
        string root = RealTracefs.RequireRoot();
        using var tracefs = new FakeTracefs();
        string path = Path.Combine(tracefs.Journals, $"{Environment.ProcessId}.json");
        File.WriteAllLines(path, [
            $$"""{"pid":{{Environment.ProcessId}},"startTime":1}""",
            $$"""{"number":9,"kind":"RestoreFile","path":"{{root}}/no-such-file","oldTokens":["0"]}""",
            $$"""{"number":10,"kind":"RestoreFile","path":"{{tracefs.Root}}/tracing_on","oldTokens":["0"]}""",
        ]);
        using UndoJournal journal = UndoJournal.Open(tracefs.Journals);
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(2, lines.Length);
        Assert.Contains("no-such-file", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplayDead_UndoesWhatAKilledProcessLeft()
    {
        string root = RealTracefs.RequireRoot();
        using var tracefs = new FakeTracefs();
        using Process probe = Probe.Start("hold", root, tracefs.Journals);
        string instance = (await probe.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        Assert.True(Directory.Exists(instance));
        Assert.Empty(UndoJournal.ReplayDead(tracefs.Journals).Done);

        probe.Kill();
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(Directory.Exists(instance));
        UndoReport report = UndoJournal.ReplayDead(tracefs.Journals);
        Assert.Empty(report.Failed);
        Assert.Equal($"removed {instance}", Assert.Single(report.Done));
        Assert.False(Directory.Exists(instance));
    }
}

using System.Diagnostics;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

/// <summary>Root acts on journals: whatever one holds, only what ftop does is undone, and soon.</summary>
public sealed class ForgedJournalTests : IDisposable
{
    private const int Dead = 99999999; // beyond the greatest pid, which is 4194304
    private static readonly string Owner = $$"""{"pid":{{Dead}},"startTime":5}""";

    private readonly FakeTracefs _tracefs = new();
    private readonly string _victims;
    private readonly string _victim;

    public ForgedJournalTests()
    {
        _victims = Directory.CreateTempSubdirectory("ftop-tests-").FullName;
        _victim = Path.Combine(_victims, "file");
        File.WriteAllText(_victim, "orig\n");
        Directory.CreateDirectory(Path.Combine(_victims, $"instances/ftop-{Dead}"));
    }

    public static TheoryData<string> Steps { get; } =
    [
        """{"number":1,"kind":"RestoreFile","path":"VICTIM","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"TRACEFS/../VICTIM","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"TRACEFS/link","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"TRACEFS/trace_pipe","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"TRACEFS/fifo","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"/dev/zero","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"file","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"TRACEFS/tracing_on\u0000x","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":null,"oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RestoreFile","path":"TRACEFS/tracing_on","oldTokens":[null]}""",
        """{"number":1,"kind":"RestoreFile","path":"TRACEFS/tracing_on","oldTokens":"OWNED"}""",
        """{"number":1,"kind":"Chmod","path":"TRACEFS/tracing_on","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":7,"path":"TRACEFS/tracing_on","oldTokens":["OWNED"]}""",
        """{"number":1,"kind":"RemoveInstance","path":"VICTIMS/instances/ftop-PID"}""",
        """{"number":1,"kind":"RemoveInstance","path":"TRACEFS/instances/ftop-1"}""",
        """{"number":1,"kind":"RemoveInstance","path":"TRACEFS/instances/others"}""",
        """{"number":1,"kind":"RemoveInstance","path":"TRACEFS/empty"}""",
        """{"number":1,"kind":"RemoveProbe","path":"TRACEFS/tracing_on","oldTokens":["ftop_PID/x"]}""",
        """{"number":1,"kind":"RemoveProbe","path":"TRACEFS/dynamic_events","oldTokens":["kprobes/others"]}""",
        """{"number":1,"kind":"RemoveProbe","path":"TRACEFS/dynamic_events","oldTokens":["ftop_1/x"]}""",
        """{"number":1,"kind":"RemoveProbe","path":"TRACEFS/dynamic_events","oldTokens":["ftop_PID/x\n-:kprobes/others"]}""",
        """{"number":1,"kind":"RemoveProbe","path":"TRACEFS/dynamic_events","oldTokens":[]}""",
        """{"number":1,"kind":"RemoveProbe","path":"VICTIMS/dynamic_events","oldTokens":["ftop_PID/x"]}""",
    ];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Step_ThatIsNotFtops_IsLeftOutAndSaid(string step)
    {
        foreach (string directory in (string[])["instances/ftop-1", "instances/others", "empty"])
        {
            Directory.CreateDirectory(Path.Combine(_tracefs.Root, directory));
        }

        File.CreateSymbolicLink(Path.Combine(_tracefs.Root, "link"), _victim);
        _tracefs.Add("trace_pipe", "orig\n");
        _tracefs.Add("dynamic_events", $"p:kprobes/others vfs_read\np:ftop_1/x vfs_read\n");
        File.WriteAllText(Path.Combine(_victims, "dynamic_events"), $"p:ftop_{Dead}/x vfs_read\n");
        Process.Start("mkfifo", [Path.Combine(_tracefs.Root, "fifo")]).WaitForExit();
        string journal = Write(Owner, step.Replace("TRACEFS", _tracefs.Root, StringComparison.Ordinal).Replace("VICTIMS", _victims, StringComparison.Ordinal)
            .Replace("VICTIM", _victim, StringComparison.Ordinal).Replace("PID", $"{Dead}", StringComparison.Ordinal));
        string[] before = Listing();

        UndoReport report = UndoJournal.ReplayDead(_tracefs.Journals, _tracefs.Scope);

        Assert.Empty(report.Done);
        Assert.StartsWith($"{journal}: 1 step that ftop would not note, left out", Assert.Single(report.Failed), StringComparison.Ordinal);
        Assert.Equal(before, Listing());
        Assert.False(File.Exists(journal)); // said once, not at every start
    }

    [Fact]
    public void Unmount_OfWhatOthersMounted_IsNotDone()
    {
        Write(Owner, $$"""{"number":1,"kind":"Unmount","path":"/proc","mountNamespace":"{{MountTable.CurrentNamespace()}}"}""");
        Assert.Equal((0, 0), Counts(UndoJournal.ReplayDead(_tracefs.Journals, _tracefs.Scope)));
        Assert.True(File.Exists("/proc/self/stat"));
    }

    [Theory]
    [InlineData("directory", "it is no regular file")]
    [InlineData("fifo", "it is no regular file")]
    [InlineData("link", "it is no regular file")]
    [InlineData("dangling", "it is no regular file")]
    [InlineData("writable", "others own it or may write to it")]
    [InlineData("others", "others own it or may write to it")]
    [InlineData("huge", "it has more than 8 MiB")]
    [InlineData("name", "its first line names process 1")]
    public void File_ThatIsNoJournal_IsLeftAloneAndSaid(string kind, string reason)
    {
        string path = Path.Combine(_tracefs.Journals, $"{Dead}.json");
        string step = $$"""{"number":1,"kind":"RestoreFile","path":"{{_tracefs.Root}}/tracing_on","oldTokens":["0"]}""";
        switch (kind)
        {
            case "directory": Directory.CreateDirectory(path); break;
            case "fifo": Process.Start("mkfifo", [path]).WaitForExit(); break;
            case "link": File.CreateSymbolicLink(path, "/dev/zero"); break;
            case "dangling": File.CreateSymbolicLink(path, "/nonexistent"); break;
            case "name": Write("""{"pid":1,"startTime":5}""", step); break;
            default: Write(Owner, step); break;
        }

        if (kind == "writable")
        {
            File.SetUnixFileMode(path, (UnixFileMode)0x1b6);
        }
        else if (kind == "others")
        {
            Assert.SkipUnless(Environment.IsPrivilegedProcess, "giving a file away needs root");
            Process.Start("chown", ["65534", path]).WaitForExit();
        }
        else if (kind == "huge")
        {
            using FileStream file = File.OpenWrite(path);
            file.SetLength(1L << 40);
        }

        UndoReport report = UndoJournal.ReplayDead(_tracefs.Journals, _tracefs.Scope);

        Assert.Equal($"{path}: not a journal of ftop's ({reason}), and left alone: remove it", Assert.Single(report.Failed));
        Assert.Equal("1\n", _tracefs.Read("tracing_on"));
        Assert.Equal([path], UndoJournal.FindDead(_tracefs.Journals));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"pid\":39")]
    [InlineData("[")]
    public void File_ThatWasNeverBegun_IsRemoved(string text)
    {
        File.WriteAllText(Path.Combine(_tracefs.Journals, $"{Dead}.json"), string.Concat(Enumerable.Repeat(text, 100_000)));
        Assert.Equal((0, 0), Counts(UndoJournal.ReplayDead(_tracefs.Journals, _tracefs.Scope)));
        Assert.Empty(Directory.GetFiles(_tracefs.Journals));
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("99999999999")]
    [InlineData("x")]
    public void Name_ThatIsNoPid_IsNotFtops(string name)
    {
        File.WriteAllText(Path.Combine(_tracefs.Journals, $"{name}.json"), Owner);
        Assert.Empty(UndoJournal.FindDead(_tracefs.Journals));
    }

    [Fact]
    public void ManySteps_AreTakenInTheTimeThatReadingThemTakes()
    {
        IEnumerable<string> steps = Enumerable.Range(1, 40_000).SelectMany(i => (string[])[
            $$"""{"number":{{i}},"kind":"RestoreFile","path":"{{_tracefs.Root}}/nope","oldTokens":[]}""", $$"""{"number":{{i}},"kind":"Done","path":""}"""]);
        string journal = Write([Owner, .. steps]);
        Assert.Equal((0, 0), Counts(UndoJournal.ReplayDead(_tracefs.Journals, _tracefs.Scope)));
        Assert.False(File.Exists(journal));
    }

    public void Dispose()
    {
        _tracefs.Dispose();
        Directory.Delete(_victims, recursive: true);
    }

    private static (int Done, int Failed) Counts(UndoReport report) => (report.Done.Length, report.Failed.Length);

    private string Write(params IEnumerable<string> lines)
    {
        string path = Path.Combine(_tracefs.Journals, $"{Dead}.json");
        File.WriteAllLines(path, lines);
        return path;
    }

    // Every file but the journal, with what the ordinary ones hold.
    private string[] Listing() =>
    [
        .. ((string[])[_tracefs.Root, _victims]).SelectMany(root => Directory.GetFileSystemEntries(root, "*", SearchOption.AllDirectories))
            .Where(path => !path.StartsWith(_tracefs.Journals, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(path => Path.GetFileName(path) == "fifo" || Directory.Exists(path) ? path : $"{path}: {File.ReadAllText(path)}"),
    ];
}

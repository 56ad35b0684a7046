using System.Globalization;
using System.Text.RegularExpressions;

namespace Ftop.Board.Tests;

public abstract partial class BoardTests
{
    private protected const int Bytes = 2000;
    private protected const int MostBesides = 50; // reads of the shell, and of libraries
    private const int CommandStatus = 7;
    private protected const string Recording = "/tmp/t.dat";
    private protected const string Read = "^sys_enter: NR (0|63) "; // of x86-64 and arm64

    [Fact]
    public async Task Record_HoldsTheFunctionsNamed()
    {
        EventLine[] events = Events(await Record("-p function -l \"vfs_*\""));
        Assert.All(events, line => Assert.StartsWith("vfs_", line.Body, StringComparison.Ordinal));
        AssertEachByte(events, "vfs_read <-");
        AssertEachByte(events, "vfs_write <-");
    }

    [Fact]
    public async Task Record_FollowsTheCommandAndItsChildren()
    {
        EventLine[] events = Events(await Record("-e raw_syscalls -F -c"));
        Assert.Equal(["dd", "sh"], events.Select(line => line.Comm).Distinct().Order());
        AssertEachByte(events, Read);
    }

    /// <summary>Everybody else is recorded; the threads that ftop starts while it records are its own.</summary>
    [Fact]
    public async Task Record_LeavesItselfOut()
    {
        EventLine[] events = Events(await Record("-e raw_syscalls"));
        AssertEachByte(events, Read);
        Assert.DoesNotContain(events, line => line.Comm.StartsWith(".NET", StringComparison.Ordinal) || line.Comm.StartsWith("ftop", StringComparison.Ordinal));
    }

    /// <summary>The root is read-only, so is the current directory: both keys say where they write.</summary>
    [Fact]
    public async Task Keys_SaveThePastAndRecordOnAReadOnlyRoot()
    {
        string before = await State();
        Board.Enter("cd /; read-zeros & clear");
        await StartScreen("-e raw_syscalls");
        Board.Press("2");
        await Board.WaitFor(screen => FirstColumn(screen) is ["read", ..], "the workload's system call");
        Board.Press("R");
        await Board.WaitFor("the past is in /run/trace.dat");
        Board.Press("r");
        await Board.WaitFor("recording to /run/trace-1.dat");
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken); // some bursts of the workload
        Board.Press("r");
        await Board.WaitFor("recorded /run/trace-1.dat");
        Board.Press("q");
        await Board.WaitForPrompt();
        Board.Enter("kill %1; cd /tmp; clear");
        await Board.WaitForPrompt();
        Assert.Equal(before, await State());
        foreach (string file in (string[])["/run/trace.dat", "/run/trace-1.dat"])
        {
            (string count, int status) = await Board.Run($"{Board.Ftop} report {file} | grep -c \"dd-.*sys_exit: NR [06]3* = 1\"; rm {file}");
            Assert.Equal(0, status);
            Assert.InRange(int.Parse(count, CultureInfo.InvariantCulture), 100, int.MaxValue);
        }
    }

    // The report of a recording of a shell in which dd copies byte by byte.
    private protected async Task<string> Record(string options, bool keeps = false)
    {
        string before = await State();
        string command = $"sh -c \"dd if=/dev/zero of=/dev/null bs=1 count={Bytes} status=none; exit {CommandStatus}\"";
        Assert.Equal(("", CommandStatus), await Board.Run($"{Board.Ftop} record -q {options} -o {Recording} {command}"));
        Assert.Equal(before, await State());
        (string report, int status) = await Board.Run($"{Board.Ftop} report {Recording}" + (keeps ? "" : $" && rm {Recording}"));
        Assert.Equal(0, status);
        return report;
    }

    private protected static EventLine[] Events(string report) => [.. Event().Matches(report)
        .Select(match => new EventLine(match.Groups[1].Value, double.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), match.Groups[3].Value))];

    private protected static void AssertEachByte(EventLine[] events, string pattern) =>
        Assert.InRange(events.Count(line => line.Comm == "dd" && Regex.IsMatch(line.Body, pattern)), Bytes, Bytes + MostBesides);

    [GeneratedRegex(@"^ *(\S.*)-\d+ +\[\d{3}\] \S+ +(\d+\.\d{6}): (.*)$", RegexOptions.Multiline)]
    private static partial Regex Event();

    private protected sealed record EventLine(string Comm, double Sec, string Body);
}

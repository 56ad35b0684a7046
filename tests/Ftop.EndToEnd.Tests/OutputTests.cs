namespace Ftop.EndToEnd.Tests;

/// <summary>What becomes of a recording where its file cannot be as it should: in plain words, with the status, and what was recorded kept.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-output-").FullName;

    private string Output => Path.Combine(_directory, "trace.dat");

    private static string Small => Path.Combine(Repository.Root, "tests", "data", "trace-dat", "small.dat");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>EFBIG, as on FAT at 4 GiB.</summary>
    [Theory]
    [InlineData("7", "none")]
    [InlineData("7", "zstd")]
    [InlineData("6", "none")]
    public async Task FileThatMayGrowNoLarger_IsAWholeOneOfWhatFits(string version, string compression)
    {
        Requirements.Tracefs();
        (string text, string errors) = await Shell(
            $"trap '' XFSZ; ulimit -f 12000; {Repository.Ftop} record -q -e raw_syscalls --file-version {version} --compression {compression} -o {Output} sh -c 'exec {Repository.Workload} 800000 0 go >/dev/null'; "
            + $"echo status $?; ls {_directory}; {Repository.Ftop} report {Output} | grep -vc '^#'");
        Assert.Contains("EFBIG: file too large (FAT: 4 GiB", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(" at Ftop", errors, StringComparison.Ordinal);
        Assert.Contains("status 1\ntrace.dat\n", text, StringComparison.Ordinal);
        Assert.True(int.Parse(text.TrimEnd().Split('\n')[^1]) > 10_000, text + errors);
    }

    [Theory]
    [InlineData("trap '' XFSZ; ulimit -f 1000", "EFBIG: file too large")]
    [InlineData("mount -t tmpfs -o size=1m none {0}", "ENOSPC: the disk is full; free some space")]
    public async Task FileThatHoldsNoEvents_IsRemoved(string limit, string expected)
    {
        Requirements.Tracefs();
        foreach (string command in (string[])["record -q -e sched -o {0}/trace.dat true", "capture {0}/tree -e sched -- true"])
        {
            (string text, string errors) = await Shell($"{limit}; {Repository.Ftop} {command}; echo status $?; ls -A {{0}}".Replace("{0}", _directory, StringComparison.Ordinal));
            Assert.Contains(expected, errors, StringComparison.Ordinal);
            Assert.Equal("status 1\n", text);
        }
    }

    [Fact]
    public async Task CaptureOnAFullDisk_KeepsWhatFits()
    {
        Requirements.Tracefs();
        (string text, string errors) = await Shell(
            $"mount -t tmpfs -o size=40m none {_directory}; {Repository.Ftop} capture {_directory}/tree -e raw_syscalls -- {Repository.Workload} 800000 0 go; echo status $?; "
            + $"{Repository.Ftop} report {_directory}/tree | grep -vc '^#'; stat -c %a {_directory}/tree");
        Assert.Contains("capturing ended early: ", errors, StringComparison.Ordinal);
        Assert.Contains("ENOSPC: the disk is full", errors, StringComparison.Ordinal);
        Assert.Matches("status 1\n(?:.* calls in .*\n)?[1-9][0-9]{3,}\n700\n$", text);
    }

    [Fact]
    public async Task Capture_ReadsEveryFile()
    {
        Requirements.Tracefs();
        (string text, string errors) = await Shell($"{Repository.Ftop} capture {_directory}/tree -e sched -d 0.2; cat {_directory}/tree/online_cpus");
        Assert.Matches("^[0-9,-]+\n$", text);
        Assert.Matches("^ftop: [^\n]* sub-buffers of [^\n]*\n$", errors.TrimEnd() + "\n");
    }

    [Fact]
    public async Task SecondRecorder_IsRefused_AndReadersAreToldOfTheFirst()
    {
        Requirements.Tracefs();
        using RunningProgram first = RunningProgram.StartFtop("record", "-e", "sched", "-o", Output, "sleep", "60");
        await Until(() => File.Exists(Output + ".cpu1"));
        using RunningProgram second = RunningProgram.StartFtop("record", "-e", "sched", "-o", Output, "true");
        Assert.Equal(1, await second.WaitForExit());
        Assert.Contains($"{Output}: open: pid {first.Pid} is recording to it; end that first", second.Errors, StringComparison.Ordinal);
        await Ends(5, $"{Output}: pid {first.Pid} is still recording to it", "report", Output);
        await Ends(1, $"pid {first.Pid} is recording to it", "record", "--recover", "-o", Output);
        first.Signal(2);
        await first.WaitForExit();
        await Ends(0, "", "report", Output);
    }

    [Fact]
    public async Task UnfinishedRecording_NamesTheRecovery()
    {
        Requirements.Tracefs();
        using RunningProgram first = RunningProgram.StartFtop("record", "-e", "sched", "-o", Output, "sleep", "60");
        await Until(() => File.Exists(Output + ".cpu1"));
        first.Signal(9);
        await first.WaitForExit();
        string remedy = $"{Output}: the recording was not finished, as its recorder was killed: 'ftop record --recover -o {Output}'";
        await Ends(5, remedy, "report", Output);
        await Ends(5, remedy, "replay", "-b", Output);
        await Ends(5, remedy, "convert", Output, "-o", Path.Combine(_directory, "a.json"));
        await Ends(0, "joined", "record", "--recover", "-o", Output);
        await Ends(0, "", "report", Output);
        using RunningProgram reset = RunningProgram.StartFtop("reset");
        await reset.WaitForExit();
    }

    [Fact]
    public async Task PlantedHelperFiles_AreNotFollowed()
    {
        Requirements.Tracefs();
        string victim = Path.Combine(_directory, "victim");
        foreach (string name in (string[])[".part", ".cpu0", ".cpu1", ".cpu1.old"])
        {
            File.WriteAllText(victim, "mine");
            File.CreateSymbolicLink(Output + name, victim);
            await Ends(0, "", "record", "-q", "-e", "sched", "-o", Output, "true");
            Assert.Equal("mine", File.ReadAllText(victim));
            File.Delete(Output + name);
        }

        File.WriteAllText(Output + ".part", "of a download");
        await Ends(1, $"{Output}.part: make: it is there, and of no recording", "record", "-q", "-e", "sched", "-o", Output, "true");
        Assert.Equal("of a download", File.ReadAllText(Output + ".part"));
    }

    [Theory]
    [InlineData(1, "open: it is a device: expected a file", "record", "-q", "-e", "sched", "-o", "/dev/full", "true")]
    [InlineData(1, "EISDIR: is a directory; name a place that can be written with -o", "record", "-q", "-e", "sched", "-o", "/", "true")]
    [InlineData(1, "/no-such-directory: open: ENOENT: there is no such file or directory", "record", "-q", "-e", "sched", "-o", "/no-such-directory/a.dat", "true")]
    [InlineData(1, "/no-such-directory/a.dat: open: ENOENT: there is no such file or directory", "record", "--recover", "-o", "/no-such-directory/a.dat")]
    [InlineData(1, "/no-such-directory: open: ENOENT: there is no such file or directory", "convert", "SMALL", "-o", "/no-such-directory/a.json")]
    [InlineData(1, "/proc/tree: mkdir: ENOENT: there is no such file or directory", "capture", "/proc/tree", "-d", "0.1")]
    [InlineData(1, "ENAMETOOLONG: the name is too long", "convert", "SMALL", "-o", "LONG.json")]
    [InlineData(1, "ENAMETOOLONG: the name is too long", "report", "LONG")]
    [InlineData(1, "ENAMETOOLONG: the name is too long", "replay", "-b", "LONG")]
    [InlineData(1, "ENOTDIR: a part of the path is no directory", "record", "-q", "-e", "sched", "-o", "/etc/passwd/a.dat", "true")]
    public async Task PathThatCannotBe_IsOneLineAndAStatus(int status, string expected, params string[] arguments)
    {
        Requirements.Tracefs();
        string errors = await Ends(status, expected, [.. arguments.Select(one => one.Replace("SMALL", Small, StringComparison.Ordinal).Replace("LONG", new string('x', 300), StringComparison.Ordinal))]);
        Assert.Single(errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task RecordingThroughAPipe_IsRead()
    {
        (string text, string errors) = await Shell(
            $"cat {Small} | {Repository.Ftop} report /dev/stdin | grep -vc '^#'; {Repository.Ftop} report <(cat {Small}) | grep -vc '^#'; "
            + $"cat {Small} | {Repository.Ftop} replay -b /dev/stdin | grep -c '^ftop'; cat {Small} | {Repository.Ftop} convert /dev/stdin -o {_directory}/a.json; wc -c <{_directory}/a.json; "
            + $"{Repository.Ftop} report {Small} | grep -vc '^#'");
        Assert.Equal("", errors.Trim());
        string[] lines = text.Trim().Split('\n');
        Assert.Equal(lines[^1], lines[0]);
        Assert.Equal(lines[^1], lines[1]);
        Assert.Equal("1", lines[2]);
        Assert.True(int.Parse(lines[3]) > 100);
        Assert.Equal("TMP", (await Shell($"ls /tmp/ftop-* 2>/dev/null | grep -E 'ftop-[0-9a-f]{{32}}'; echo TMP")).Text.Trim());
    }

    [Theory]
    [InlineData("yes |", "/dev/stdin: at byte 0: expected a trace.dat")]
    [InlineData(": |", "/dev/stdin: at byte 0: nothing comes through the pipe")]
    public async Task PipeWithoutARecording_IsSaidAtOnce(string source, string expected)
    {
        (string text, string errors) = await Shell($"{source} {Repository.Ftop} report /dev/stdin; echo status $?");
        Assert.Equal("status 5", text.Trim());
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    /// <summary>The kernel cuts names at 15 bytes, also within a character.</summary>
    [Fact]
    public async Task NamesOfTasks_AreKeptAsBytes()
    {
        Requirements.Tracefs();
        string command = "printf 'caf\\303' >/proc/$$/comm; for i in 1 2 3 4 5 6 7 8; do echo $i >/dev/null; done";
        (string text, string errors) = await Shell(
            $"cd {_directory}; {Repository.Ftop} record -q -F -e raw_syscalls -o a.dat bash -c \"$COMMAND\"; {Repository.Ftop} capture b -e raw_syscalls -- bash -c \"$COMMAND\" 2>/dev/null; "
            + $"for f in a.dat b; do {Repository.Ftop} report $f | grep -a -m1 'caf' | sed 's/-.*//; s/^ *//' | od -An -tx1; done".Replace("sed", "LC_ALL=C sed", StringComparison.Ordinal).Replace("grep", "LC_ALL=C grep", StringComparison.Ordinal),
            ("COMMAND", command));
        Assert.Equal(" 63 61 66 c3 0a\n 63 61 66 c3 0a\n", text + errors.Trim());
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 600 && !condition(); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await Task.Delay(200, TestContext.Current.CancellationToken);
    }

    private static async Task<string> Ends(int status, string expected, params string[] arguments)
    {
        using RunningProgram ftop = RunningProgram.StartFtop(arguments);
        await ftop.ReadToEnd();
        int exitCode = await ftop.WaitForExit();
        Assert.True(status == exitCode, $"{exitCode}: {ftop.Errors}");
        Assert.Contains(expected, ftop.Errors, StringComparison.Ordinal);
        return ftop.Errors;
    }

    // In a mount namespace. A limit of files' sizes must not hit the runtime's own memory, which is a file where it writes code (not in the program that is shipped).
    private static async Task<(string Text, string Errors)> Shell(string script, params (string Name, string Value)[] environment)
    {
        using RunningProgram shell = RunningProgram.Start(
            "unshare", ["-m", "env", "DOTNET_EnableWriteXorExecute=0", .. environment.Select(variable => $"{variable.Name}={variable.Value}"), "bash", "-c", script]);
        string text = await shell.ReadToEnd();
        await shell.WaitForExit();
        return (text, shell.Errors);
    }
}

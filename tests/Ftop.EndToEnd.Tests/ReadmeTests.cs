using System.IO.Compression;

namespace Ftop.EndToEnd.Tests;

/// <summary>What README says about recordings, done in its order in one directory.</summary>
public sealed class ReadmeTests : IDisposable
{
    private static readonly string[] Sections = ["## Recordings", "## Record", "## Replay"];
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-readme").FullName;

    public ReadmeTests()
    {
        string packed = Path.Combine(Repository.Root, "tests", "data", "trace-dat", "x86_64_v6.dat.gz");
        using var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
        using FileStream to = File.Create(Path.Combine(_directory, "trace.dat"));
        from.CopyTo(to);
        Directory.CreateDirectory(Path.Combine(_directory, "bin"));
        File.CreateSymbolicLink(Path.Combine(_directory, "bin", "ftop"), Repository.Ftop);
        File.WriteAllText(Path.Combine(_directory, "Makefile"), "all:\n\t@sleep 0.2; ls / >/dev/null\n");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task CommandsOfRecordings_DoWhatTheySay()
    {
        Requirements.Tracefs();
        foreach (string program in (string[])["jq", "make", "script", "timeout"])
        {
            Requirements.Program(program);
        }

        using RunningProgram followed = RunningProgram.Start("sleep", "1000");
        string[] commands = Commands();
        Assert.True(commands.Length >= 20, string.Join('\n', commands));
        foreach (string line in commands)
        {
            string command = Runnable(line.Split(" #")[0].TrimEnd(), followed.Pid);
            using RunningProgram shell = RunningProgram.Start(
                "unshare", "-m", "bash", "-o", "pipefail", "-c", $"cd {_directory} && export PATH={_directory}/bin:$PATH TERM=vt100 && {command}");
            string output = await shell.ReadToEnd();
            int status = await shell.WaitForExit();
            string said = $"{command}\nstatus {status}\n{shell.Errors}";

            // A kernel that was built without function tracers, or withholds them, says so.
            string refusal = status switch { 3 => "EPERM", 4 => "CONFIG_FUNCTION", _ => "nothing" };
            bool isWithheld = line.Contains("function", StringComparison.Ordinal) && shell.Errors.Contains(refusal, StringComparison.Ordinal);
            Assert.True(status == 0 || isWithheld, said);
            bool isForFile = line.Contains("record", StringComparison.Ordinal) || line.Contains("capture", StringComparison.Ordinal) || line.Contains("convert", StringComparison.Ordinal);
            Assert.True(isForFile || output.Length > 0, said);
        }
    }

    private static string[] Commands()
    {
        var commands = new List<string>();
        (bool isSection, bool isShell) = (false, false);
        foreach (string line in File.ReadAllLines(Path.Combine(Repository.Root, "README.md")))
        {
            isSection = line.StartsWith("## ", StringComparison.Ordinal) ? Sections.Contains(line) : isSection;
            isShell = line.StartsWith("```", StringComparison.Ordinal) ? line == "```sh" : isShell;
            if (isSection && isShell && line.StartsWith("ftop ", StringComparison.Ordinal))
            {
                commands.Add(line);
            }
        }

        return [.. commands];
    }

    // What the operator's hands would add: Ctrl-C, q, a recording that was killed.
    private string Runnable(string command, int pid)
    {
        string here = command.Replace("/tmp/", _directory + "/", StringComparison.Ordinal).Replace("1234", $"{pid}", StringComparison.Ordinal);
        return command switch
        {
            "ftop replay" or "ftop replay trace.dat -d 0.01" => $"(sleep 2; printf q; sleep 1) | script -qec '{here}' /dev/null",
            "ftop record --recover -o trace.dat" => $"(timeout -s KILL 3 ftop record -e sched -o trace.dat; ftop reset; {here} && ftop report trace.dat | grep -q sched_)",
            _ when command.StartsWith("ftop record", StringComparison.Ordinal) && (command.Contains("-P", StringComparison.Ordinal) || command.Contains("-m ", StringComparison.Ordinal)) =>
                $"(timeout --preserve-status -s INT 3 {here})",
            _ => here,
        };
    }
}

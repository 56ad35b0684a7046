namespace Ftop.EndToEnd.Tests;

/// <summary>
/// Everything that ftop writes, refused in every way (strace's injection, at the calls on that file alone): a line with the path, the reason and the
/// errno, status 1, nothing of .NET's, no helper file left.
/// </summary>
public sealed class WriterErrorsTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-writers-").FullName;

    public static TheoryData<string, string, string> Refusals
    {
        get
        {
            var refusals = new TheoryData<string, string, string>();
            foreach (string error in (string[])["EDQUOT", "EROFS", "ENOSPC", "EFBIG", "EMFILE", "EIO"])
            {
                refusals.Add("record -q -e raw_syscalls -o {0}/out.dat true", "openat", error);
                refusals.Add("capture {0}/out -e sched -- true", "openat", error);
                refusals.Add("convert {1} -o {0}/out.json", "openat", error);
                if (error != "EMFILE")
                {
                    refusals.Add("record -q -e raw_syscalls -o {0}/out.dat true", "pwrite64", error);
                    refusals.Add("convert {1} -o {0}/out.json", "pwrite64", error);
                    refusals.Add("record -q -e raw_syscalls -o {0}/out.dat sh -c 'echo; sleep 0.3'", "splice", error);
                    refusals.Add("report {1} >{0}/out.txt", "write", error);
                    refusals.Add("replay -b {1} >{0}/out.txt", "write", error);
                    refusals.Add("list events >{0}/out.txt", "write", error);
                    refusals.Add("-b -n 2 -d 0.2 -e sched >{0}/out.txt", "write", error);
                }
            }

            return refusals;
        }
    }

    private static string Small => Path.Combine(Repository.Root, "tests", "data", "trace-dat", "small.dat");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task RefusedWrite_IsSaidInALine(string command, string call, string error)
    {
        Requirements.Tracefs();
        Requirements.Program("strace");
        string words = command.Replace("{0}", _directory, StringComparison.Ordinal).Replace("{1}", Small, StringComparison.Ordinal);
        string paths = string.Concat(((string[])["out.dat", "out.dat.cpu1", "out.json", "out.txt", "out", "out/events", "out/events/header_page"]).Select(name => $"-P {_directory}/{name} "));
        // What is opened by its name alone, in the directory's descriptor, goes by that.
        string directory = call == "openat" ? $"-P {_directory} " : "";
        using RunningProgram shell = RunningProgram.Start(
            "unshare", "-m", "sh", "-c",
            "mount --make-rprivate / && mount -t tmpfs tmpfs /run; mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing; "
            + $"strace -f -qq -o /dev/null {paths}{directory}-e trace={call} -e inject={call}:error={error}:when=1+ {Repository.Ftop} {words}; echo status $? >&2; ls -A {_directory} >&2");
        await shell.ReadToEnd();
        await shell.WaitForExit();
        Assert.Contains($": {error}: ", shell.Errors, StringComparison.Ordinal);
        Assert.Contains("status 1\n", shell.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", shell.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected ", shell.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(".part", shell.Errors, StringComparison.Ordinal);
        Assert.Single(shell.Errors.Split('\n'), line => line.Contains($"{error}: ", StringComparison.Ordinal) || line.Contains("nhandled", StringComparison.Ordinal));
    }
}

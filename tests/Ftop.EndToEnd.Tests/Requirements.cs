namespace Ftop.EndToEnd.Tests;

/// <summary>What these tests need of the machine; without it they are skipped with the reason.</summary>
internal static class Requirements
{
    /// <summary>Root, a kernel with tracefs, and <c>unshare</c>, so that a mount of tracefs stays private to the test.</summary>
    public static void Tracefs()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root to trace");
        Assert.SkipUnless(File.ReadAllText("/proc/filesystems").Contains("tracefs", StringComparison.Ordinal), "this kernel has no tracefs");
        Program("unshare");
    }

    /// <summary>Something that a line of Python finds, which ends with status 0 then.</summary>
    public static async Task Python(string line, string what)
    {
        Program("python3");
        using RunningProgram python = RunningProgram.Start("python3", "-c", line);
        Assert.SkipUnless(await python.WaitForExit() == 0, $"needs {what}");
    }

    /// <summary>A program in <c>PATH</c>.</summary>
    public static void Program(string name)
    {
        string[] directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        Assert.SkipUnless(directories.Any(directory => File.Exists(Path.Combine(directory, name))), $"needs {name}");
    }
}

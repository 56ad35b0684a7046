using Ftop.Commands;

namespace Ftop.Tests.Commands;

public sealed class ResetCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-journals-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task NoJournal_IsSaid() => Assert.Equal((0, "nothing to put back\n", ""), await Run());

    [Fact]
    public async Task DirectoryThatOthersCanWrite_IsNamedAsPassedOver()
    {
        using (var chmod = System.Diagnostics.Process.Start("chmod", ["777", _directory]))
        {
            await chmod.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (int exitCode, string output, string error) = await Run();
        Assert.Equal((0, "nothing to put back\n"), (exitCode, output));
        Assert.Equal($"ftop: {_directory} was passed over: no directory, or owned or writable by others\n", error);
    }

    [Fact]
    public async Task JournalOfADeadProcess_IsReplayedAndRemoved()
    {
        string path = Path.Combine(_directory, "2147483647.json");
        await File.WriteAllTextAsync(
            path,
            """
            {"pid":2147483647,"startTime":1}
            {"number":1,"kind":"RemoveInstance","path":"/sys/kernel/tracing/instances/ftop-2147483647"}

            """,
            TestContext.Current.CancellationToken);
        Assert.Equal((0, "nothing to put back\n", ""), await Run());
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task StepThatIsNotFtops_IsSaidOnceAndFails()
    {
        string file = Path.Combine(_directory, "tracing_on");
        await File.WriteAllTextAsync(file, "0\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "2147483647.json"),
            $$"""
            {"pid":2147483647,"startTime":1}
            {"number":1,"kind":"RestoreFile","path":"{{file}}","oldTokens":["1"]}

            """,
            TestContext.Current.CancellationToken);
        (int exitCode, string output, string error) = await Run();
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains($"{file}: not on tracefs", error, StringComparison.Ordinal);
        Assert.Equal("0\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal((0, "nothing to put back\n", ""), await Run());
    }

    private async Task<(int ExitCode, string Output, string Error)> Run()
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int exitCode = await new FtopCommand(null).With(ResetCommand.Create([_directory])).Run(["reset"], output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}

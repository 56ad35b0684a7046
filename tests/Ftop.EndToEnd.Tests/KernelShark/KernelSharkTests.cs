namespace Ftop.EndToEnd.Tests.KernelShark;

public sealed class KernelSharkTests : IDisposable
{
    private const int Calls = 1000;
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-kshark").FullName;

    private string Output => Path.Combine(_directory, "trace.dat");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("7", "none")]
    [InlineData("7", "zstd")]
    [InlineData("6", "none")]
    public async Task EveryEventOfARecording_IsLoadedWithoutAWord(string version, string compression)
    {
        Requirements.Tracefs();
        KernelSharkLibrary.Require();
        using RunningProgram ftop = RunningProgram.StartFtop(
            "record", "-F", "-e", "raw_syscalls", "-B", "calls", "-e", "raw_syscalls:sys_enter", "-f", "id == 110", "-o", Output,
            "--file-version", version, "--compression", compression, Repository.Workload, $"{Calls}", "0", "go");
        Assert.Equal(0, await ftop.WaitForExit());
        (string[] buffers, string errors) = KernelSharkLibrary.Load(Output);
        Assert.Equal("", errors);
        Assert.Equal([$"{await Reported() - Calls}", $"{Calls} calls"], buffers);
    }

    // Events of all buffers together.
    private async Task<int> Reported()
    {
        using RunningProgram report = RunningProgram.Start(Repository.Ftop, "report", Output);
        string text = await report.ReadToEnd();
        Assert.Equal(0, await report.WaitForExit());
        return text.Split('\n').Count(line => line.Contains("sys_", StringComparison.Ordinal));
    }
}

using System.Diagnostics;

namespace Ftop.Tests;

public sealed class StandardStreamTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ftop");

    private readonly string _tracefs = Directory.CreateTempSubdirectory("ftop-tracefs-").FullName;

    public StandardStreamTests()
    {
        Directory.CreateDirectory($"{_tracefs}/events");
        Directory.CreateDirectory($"{_tracefs}/per_cpu");
        File.WriteAllLines($"{_tracefs}/available_filter_functions", Enumerable.Range(0, 200_000).Select(index => $"function_{index}"));
    }

    public void Dispose() => Directory.Delete(_tracefs, recursive: true);

    [Fact]
    public async Task ReaderThatLeaves_EndsTheProgramQuietly()
    {
        using Process ftop = Start(Program, "list", "functions", "--tracefs", _tracefs);
        Assert.Equal("function_0", await ftop.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        ftop.StandardOutput.Close();
        Assert.Equal((0, ""), await End(ftop));
    }

    [Fact]
    public async Task FullDevice_IsNamedWithItsErrno()
    {
        using Process shell = Start("/bin/sh", "-c", "exec \"$0\" list functions --tracefs \"$1\" >/dev/full", Program, _tracefs);
        Assert.Equal((1, "ftop: standard output: write: ENOSPC: the disk is full; free some space, or name another place\n"), await End(shell));
    }

    [Theory]
    [InlineData("--no-such-option", "2>&-", 2)]
    [InlineData("--no-such-option", "2>/dev/full", 2)]
    [InlineData("--no-such-option", "<&- >&- 2>&-", 2)]
    [InlineData("--version", "<&- >&- 2>&-", 0)]
    [InlineData("--version", "<&-", 0)]
    [InlineData("--version", ">&-", 0)]
    public async Task StreamsThatAreClosedOrFull_LeaveTheStatus(string option, string redirection, int status)
    {
        using Process shell = Start("/bin/sh", "-c", $"exec \"$0\" {option} {redirection}", Program);
        Assert.Equal((status, ""), await End(shell));
    }

    [Theory]
    [InlineData("report \"$FILE\"", 5)]
    [InlineData("report \"$(printf '/none\\033]0;x\\007')\"", 5)]
    [InlineData("list events --tracefs \"$(printf '/none\\033[2J')\"", 0)]
    [InlineData("\"$(printf -- '--no\\033[31m')\"", 2)]
    [InlineData("-b -e \"$(printf 'x\\033[31m:y')\" -n 1 --tracefs /none", 0)]
    public async Task Terminal_IsNotSteeredByWhatAMessageQuotes(string arguments, int status)
    {
        if (!File.Exists("/usr/bin/script"))
        {
            Assert.Skip("script(1) (util-linux) is needed for a pty");
        }

        // A trace.dat in whose version an escape sequence stands.
        string file = Path.Combine(_tracefs, "esc.dat");
        await File.WriteAllBytesAsync(file, [0x17, 0x08, 0x44, .. "tracing\e[31;5mPWN\e[0;x"u8, 0, .. new byte[96]], TestContext.Current.CancellationToken);
        using Process script = Start("/bin/sh", "-c", "FILE=$1; export FILE; exec script -qec \"$0 $2\" /dev/null", Program, file, arguments);
        string output = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("ftop: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, character => character is < ' ' and not ('\n' or '\r' or '\t'));
        Assert.True(status == 0 || script.ExitCode == status, $"{script.ExitCode}: {output}");
    }

    [Fact]
    public async Task ClosedDescriptors_AreTheNullDeviceAndNothingOfTheRuntimes()
    {
        // Waits for more room in the FIFO, so that one can look at its descriptors.
        string fifo = Path.Combine(_tracefs, "fifo");
        using Process shell = Start("/bin/sh", "-c", "mkfifo \"$1\" && exec \"$0\" list functions --tracefs \"$2\" <&- >\"$1\" 2>&-", Program, fifo, _tracefs);
        while (!File.Exists(fifo))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await using var reader = new FileStream(fifo, FileMode.Open, FileAccess.Read);
        Assert.Equal((byte)'f', reader.ReadByte()); // nothing more is read
        Assert.Equal("/dev/null", new FileInfo($"/proc/{shell.Id}/fd/0").LinkTarget);
        Assert.Equal("/dev/null", new FileInfo($"/proc/{shell.Id}/fd/2").LinkTarget);
        shell.Kill();
    }

    [Fact]
    public async Task FileThatOthersWriteToo_IsNotOverwritten()
    {
        string file = Path.Combine(_tracefs, "out");
        using Process shell = Start("/bin/sh", "-c", "{ echo before; \"$0\" list functions function_7 --tracefs \"$1\"; echo after; } >\"$2\"", Program, _tracefs, file);
        Assert.Equal((0, ""), await End(shell));
        Assert.Equal("before\nfunction_7\nafter\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    private static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static async Task<(int ExitCode, string Error)> End(Process process)
    {
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}

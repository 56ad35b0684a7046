using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Ftop.EndToEnd.Tests;

/// <summary>A program started by a test: its lines as they come, signals to it, and its end. Killed when disposed.</summary>
internal sealed partial class RunningProgram : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private RunningProgram(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
    }

    public int Pid => _process.Id;

    public string Errors => _errors.ToString();

    public static RunningProgram Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>
    /// ftop in a mount namespace of its own: <c>env</c> and <c>unshare</c> turn into ftop, so that signals reach it, as a terminal leaves them:
    /// what starts the tests may ignore some.
    /// </summary>
    public static RunningProgram StartFtop(params string[] arguments) =>
        Start("env", ["--default-signal=HUP,INT,QUIT", "unshare", "-m", Repository.Ftop, .. arguments]);

    public void WriteLine(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>The next line of its output; null at the end.</summary>
    public async Task<string?> ReadLine() =>
        await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public async Task<string> ReadToEnd() =>
        await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Sends a signal by number, as <c>kill -N</c>.</summary>
    public void Signal(int signal) => _ = Kill(_process.Id, signal);

    /// <summary>Waits for the end; the exit status, 128+N for a signal.</summary>
    public async Task<int> WaitForExit()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}

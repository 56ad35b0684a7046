using System.Diagnostics;

namespace Ftop.EndToEnd.Tests;

/// <summary>An operator's terminal: a tmux session of its own server, typed into and read as text.</summary>
internal sealed class Tmux : IDisposable
{
    private readonly string _socket = Path.Combine(Path.GetTempPath(), "ftop-test-" + Guid.NewGuid().ToString("N")[..8]);

    /// <summary>Runs a shell command in a screen of the given size; when it has ended the screen says <c>EXIT=status</c> and how the tty was left.</summary>
    public Tmux(string command, int columns, int rows, string term = "tmux-256color")
    {
        string shell = $"env TERM={term} LANG=C.UTF-8 {command}; echo EXIT=$?; stty -a | grep -o -- '-\\?icanon'; exec sleep 600";
        Run("-f", "/dev/null", "new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", shell);
        Run("set", "-g", "window-size", "manual");
    }

    public string Screen() => Run("capture-pane", "-p");

    /// <summary>What tmux knows of the terminal, by the name of its format, as in <c>cursor_flag</c>.</summary>
    public string Ask(string format) => Run("display-message", "-p", $"#{{{format}}}").TrimEnd('\n');

    /// <summary>Types keys by tmux's names, as in <c>q</c>, <c>Escape</c>, <c>C-l</c>.</summary>
    public void Keys(params string[] keys) => Run(["send-keys", .. keys]);

    /// <summary>Types text as it is.</summary>
    public void Text(string text) => Run("send-keys", "-l", text);

    public void Resize(int columns, int rows) => Run("resize-window", "-x", $"{columns}", "-y", $"{rows}");

    /// <summary>The first screen that satisfies the condition; fails with the last screen after 20 s.</summary>
    public async Task<string> WaitFor(Func<string, bool> condition, string what)
    {
        string screen = "";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(20);)
        {
            screen = Screen();
            if (condition(screen))
            {
                return screen;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"waited for {what}; the screen was:\n{screen}");
        return screen;
    }

    public Task<string> WaitFor(string text) => WaitFor(screen => screen.Contains(text, StringComparison.Ordinal), $"'{text}'");

    public void Dispose() => Run("kill-server");

    private string Run(params string[] arguments)
    {
        using Process tmux = Process.Start(new ProcessStartInfo("tmux", ["-S", _socket, .. arguments]) { RedirectStandardOutput = true })!;
        string output = tmux.StandardOutput.ReadToEnd();
        tmux.WaitForExit();
        return output;
    }
}

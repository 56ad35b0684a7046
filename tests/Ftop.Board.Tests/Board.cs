using System.Diagnostics;
using System.Globalization;
using System.Text;
using Ftop.EndToEnd.Tests;

namespace Ftop.Board.Tests;

/// <summary>
/// An emulated board and the operator at its serial console: a tmux of 80x24 in which <c>tests/boards/boot.sh</c> runs, with the
/// bundle at <c>/opt/ftop</c>. Booted once for a collection of test classes, switched off after it.
/// </summary>
public abstract class Board(string name, string program, params string[] bundles) : IAsyncLifetime
{
    private const string Prompt = "board#";

    // Emulated, on a machine that is busy besides, a kernel takes a minute to patch its functions.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly string _outsidePath = Path.Combine(Path.GetTempPath(), $"ftop-board-{name}-{Guid.NewGuid():N}");
    private Tmux? _tmux;
    private int _commands;
    private long _outsideReadBytes;

    /// <summary>How ftop is started on this board.</summary>
    public string Ftop { get; } = $"/opt/ftop/{program}";

    /// <summary>Why there is no board; null if there is one.</summary>
    public string? Missing { get; private set; }

    /// <summary>From the start of qemu to the shell's prompt.</summary>
    public TimeSpan BootTime { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Missing = Requirements.Missing() ?? bundles.Select(Bundle.Missing).FirstOrDefault(missing => missing is not null);
        if (Missing is not null)
        {
            return;
        }

        var sinceStart = Stopwatch.StartNew();
        string boot = Path.Combine(Repository.Root, "tests", "boards", "boot.sh");
        _tmux = new Tmux($"OUTSIDE={_outsidePath} {boot} {name} {string.Join(' ', bundles.Select(Bundle.Directory))}", 80, 24, "vt100");
        await WaitForPrompt();
        BootTime = sinceStart.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        if (_tmux is not null)
        {
            try
            {
                _tmux.Keys("C-c");
                Enter("poweroff -f");
                await WaitFor(screen => screen.Contains("EXIT=0", StringComparison.Ordinal), "the board to switch off");
            }
            finally
            {
                _tmux.Dispose();
                File.Delete(_outsidePath);
            }
        }

        GC.SuppressFinalize(this);
    }

    public string Screen() => Console.Screen();

    public bool IsCursorVisible => Console.Ask("cursor_flag") == "1";

    /// <summary>Presses keys by tmux's names, as in <c>q</c>, <c>Escape</c>, <c>C-l</c>.</summary>
    public void Press(params string[] keys) => Console.Keys(keys);

    /// <summary>Types a line and Enter.</summary>
    public void Enter(string line)
    {
        Console.Text(line);
        Console.Keys("Enter");
    }

    /// <summary>The first screen that satisfies the condition; fails with the last screen when patience ends.</summary>
    public async Task<string> WaitFor(Func<string, bool> condition, string what)
    {
        string screen = "";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience;)
        {
            screen = Screen();
            if (condition(screen))
            {
                return screen;
            }

            await Task.Delay(50);
        }

        Assert.Fail($"{name}: waited for {what}; the screen was:\n{screen}");
        return screen;
    }

    public Task<string> WaitFor(string text) => WaitFor(screen => screen.Contains(text, StringComparison.Ordinal), $"'{text}'");

    /// <summary>Waits until the shell asks for the next command.</summary>
    public Task<string> WaitForPrompt() => WaitFor(IsAtPrompt, "the prompt");

    public static bool IsAtPrompt(string screen) => screen.TrimEnd().EndsWith(Prompt, StringComparison.Ordinal);

    /// <summary>Gets the shell's prompt, also from a program that is still on the console.</summary>
    public async Task TakeConsole()
    {
        if (!IsAtPrompt(Screen()))
        {
            Press("C-c");
            Enter("stty sane; clear");
        }

        await WaitForPrompt();
    }

    /// <summary>Runs a shell command on the board; what it printed, line ends as it wrote them, and its exit status.</summary>
    public async Task<(string Output, int Status)> Run(string command)
    {
        await WaitForPrompt();
        string mark = Mark();
        Enter($"clear; outside {mark} sh -c '{command}'");
        return await Receive(mark);
    }

    /// <summary>A mark for a command that the shell runs beside others, as <c>outside MARK COMMAND &amp;</c>.</summary>
    public string Mark() => $"@end-{++_commands}";

    /// <summary>What the command of this mark printed, once it has ended, and its exit status.</summary>
    public async Task<(string Output, int Status)> Receive(string mark)
    {
        string text = "";
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; await Task.Delay(50))
        {
            byte[] sent = await Sent();
            text = Encoding.UTF8.GetString(sent);
            int end = text.LastIndexOf(mark, StringComparison.Ordinal);
            if (end >= 0 && text.EndsWith('\n'))
            {
                _outsideReadBytes += sent.Length;
                return (text[..end], int.Parse(text[(end + mark.Length)..], CultureInfo.InvariantCulture));
            }
        }

        Assert.Fail($"{name}: {mark} has not come; the screen was:\n{Screen()}\nand it sent:\n{text}");
        return default;
    }

    // What the board sent to the file since the last command's end; all commands together send megabytes.
    private async Task<byte[]> Sent()
    {
        await using var file = new FileStream(_outsidePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _outsideReadBytes;
        using var sent = new MemoryStream();
        await file.CopyToAsync(sent);
        return sent.ToArray();
    }

    private Tmux Console => _tmux ?? throw new InvalidOperationException(Missing ?? "not booted");
}

using System.Diagnostics;
using System.Text;
using Ftop.Tui.Tests;

namespace Ftop.EndToEnd.Tests;

/// <summary>An operator's terminal of the strict kind at the end of a slow line, with ftop at the other.</summary>
internal sealed class SerialTerminal : IDisposable
{
    private const int StepMs = 5;

    private readonly int _rows;
    private readonly int _columns;
    private readonly Pty _pty;
    private int _shown;

    /// <param name="bytesPerSec">What the line carries; 0 for as fast as it can. ftop is told so.</param>
    /// <param name="term">TERM.</param>
    /// <param name="arguments">ftop's.</param>
    /// <param name="columns">Of the terminal.</param>
    /// <param name="rows">Of the terminal.</param>
    /// <param name="isSizeKnown">False for a line of which the kernel says 0x0.</param>
    public SerialTerminal(int bytesPerSec, string term, string[] arguments, int columns = 80, int rows = 24, bool isSizeKnown = true)
    {
        (_columns, _rows) = (columns, rows);
        Screen = new VtScreen(columns, rows);
        string[] rate = bytesPerSec == 0 ? [] : ["--line-rate", $"{bytesPerSec * 10}"];
        string[] command = ["env", "-u", "COLORTERM", "-u", "LINES", "-u", "COLUMNS", $"TERM={term}", "LC_ALL=C", "unshare", "-m", Repository.Ftop, .. rate, .. arguments];
        _pty = new Pty(isSizeKnown ? columns : 0, isSizeKnown ? rows : 0, bytesPerSec, command);
    }

    /// <summary>What the terminal shows, as of the last <see cref="Look"/>.</summary>
    public VtScreen Screen { get; private set; }

    /// <summary>Bytes that the line has carried.</summary>
    public int Bytes => _pty.ReceivedFrom(0).Length;

    /// <summary>All of them as text.</summary>
    public string Raw => Encoding.UTF8.GetString(_pty.ReceivedFrom(0));

    public string Text => string.Join('\n', Enumerable.Range(0, _rows).Select(row => Screen.Row(row)));

    public void Type(string keys) => _pty.Type(keys);

    /// <summary>Bytes up to here are not for the screen: a question, and what the terminal did for it.</summary>
    public void Skip(int bytes) => _shown = bytes;

    /// <summary>Shows what has arrived since the last time.</summary>
    public void Look()
    {
        byte[] bytes = _pty.ReceivedFrom(_shown);
        _shown += bytes.Length;
        Screen.Feed(bytes);
    }

    /// <summary>Waits until the screen contains a text and returns for how long; fails after 30 s.</summary>
    public async Task<TimeSpan> WaitFor(string text)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromSeconds(30))
        {
            Look();
            if (Text.Contains(text, StringComparison.Ordinal))
            {
                return waited.Elapsed;
            }

            await Task.Delay(StepMs, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"waited for '{text}'; the screen was:\n{Text}\nand the bytes\n{Raw.Replace("\e", "^[", StringComparison.Ordinal)}");
        return default;
    }

    /// <summary>Waits until nothing has arrived for a second and a half.</summary>
    public async Task WaitUntilQuiet()
    {
        int before;
        var waited = Stopwatch.StartNew();
        do
        {
            before = Bytes;
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(60), "the line never rests");
        }
        while (Bytes != before);
        Look();
    }

    /// <summary>The screen as it is, to be compared with a later one.</summary>
    public VtScreen Copy()
    {
        var copy = new VtScreen(_columns, _rows);
        copy.CopyFrom(Screen);
        return copy;
    }

    public Task<int> WaitForExit() => _pty.WaitForExit();

    public void Dispose() => _pty.Dispose();
}

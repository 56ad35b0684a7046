using System.Diagnostics;
using System.Drawing;
using System.Text;
using System.Text.RegularExpressions;
using Ftop.Tui.Terminal;

namespace Ftop.Tui.Tests;

/// <summary>The program on a real pty, made by script(1), under a shell that looks at the terminal's modes before and after.</summary>
public sealed partial class TtyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("wait", "q", 0)]
    [InlineData("wait", "\u0003", 130)]
    [InlineData("TERM", "", 143)]
    [InlineData("INT", "", 130)]
    [InlineData("HUP", "", 129)]
    [InlineData("exit", "", 7)]
    [InlineData("throw", "", 134)]
    [InlineData("throw-elsewhere", "", 134)]
    public async Task HoweverItEnds_ModesAndScreenAreBack(string deed, string keys, int exitCode)
    {
        string output = await OnPty($"stty -g; {Program} on-a-terminal {deed}; echo rc=$?; stty -g", keys);
        MatchCollection modes = Modes().Matches(output);
        Assert.True(modes.Count == 2, output);
        Assert.Equal(modes[0].Value, modes[1].Value);
        Assert.Contains($"rc={exitCode}", output, StringComparison.Ordinal);
        AssertScreenIsBack(output);
        Assert.Contains("hello", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlZ_GivesTheTerminalToTheShellAndTakesItBack()
    {
        string output = await OnPty($"set -m; stty -g; {Program} on-a-terminal wait; echo stopped=$?; stty -g; fg; echo rc=$?; stty -g", "\u001a", "q");
        MatchCollection modes = Modes().Matches(output);
        Assert.True(modes.Count == 3, output);
        Assert.Single(modes.Select(match => match.Value).Distinct());
        Assert.Contains("stopped=147", output, StringComparison.Ordinal);
        Assert.Contains("rc=0", output, StringComparison.Ordinal);
        AssertScreenIsBack(output[..output.IndexOf("stopped=", StringComparison.Ordinal)]);
        string again = output[output.IndexOf("stopped=", StringComparison.Ordinal)..];
        Assert.Contains("\e[?1049h", again, StringComparison.Ordinal);
        Assert.Contains("hello", again, StringComparison.Ordinal);
        AssertScreenIsBack(again);
    }

    [Theory]
    [InlineData("/dev/ttyS0", true)]
    [InlineData("/dev/ttyAMA0", true)]
    [InlineData("/dev/ttyUSB3", true)]
    [InlineData("/dev/tty1", false)]
    [InlineData("/dev/tty", false)]
    [InlineData("/dev/pts/4", false)]
    public void SerialLine_IsToldByItsName(string path, bool isSerial) => Assert.Equal(isSerial, SerialSpeed.IsSerialName(path));

    [Theory]
    [InlineData(13u, 9600)]
    [InlineData(15u, 38400)]
    [InlineData(0x1002u, 115200)]
    [InlineData(0x1004u, 460800)]
    [InlineData(115200u, 115200)]
    public void Speed_IsACodeOrTheNumber(uint speed, int baud) => Assert.Equal(baud, SerialSpeed.ToBaud(speed));

    [Theory]
    [InlineData("\e[24;80R", 80, 24, "")]
    [InlineData("q\e[50;132Rj", 132, 50, "qj")]
    [InlineData("\e[A\e[43;132R", 132, 43, "\e[A")]
    [InlineData("\e[999;9999R", 1000, 999, "")]
    [InlineData("\e[24;80", 0, 0, "\e[24;80")]
    [InlineData("\e[24R", 0, 0, "\e[24R")]
    public void AnswerAboutTheSize_IsTakenOutOfTheKeys(string bytes, int columns, int rows, string left)
    {
        List<byte> input = [.. Encoding.ASCII.GetBytes(bytes)];
        Size? answer = TtySize.TakeAnswer(input);
        Assert.Equal(columns == 0 ? null : new Size(columns, rows), answer);
        Assert.Equal(left, Encoding.ASCII.GetString([.. input]));
    }

    [Theory]
    [InlineData(65535, 65535, 1000, 300)]
    [InlineData(65535, 1, 1000, 1)]
    [InlineData(1, 65535, 1, 300)]
    [InlineData(80, 24, 80, 24)]
    public void SizeThatNoTerminalHas_IsBounded(int columns, int rows, int drawnColumns, int drawnRows) =>
        Assert.Equal(new Size(drawnColumns, drawnRows), TtySize.Bounded(new Size(columns, rows)));

    [Fact]
    public async Task KilledWhileStopped_EndsAndLeavesTheShellsTerminal()
    {
        string output = await OnPty($"set -m; stty -g; {Program} on-a-terminal wait; echo stopped=$?; stty -g; p=$(jobs -p); kill %1; while kill -0 $p; do sleep 0.1; done; echo gone; stty -g", "\u001a");
        MatchCollection modes = Modes().Matches(output);
        Assert.True(modes.Count == 3, output);
        Assert.Single(modes.Select(match => match.Value).Distinct());
        Assert.Contains("gone", output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?", output[output.IndexOf("stopped=", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "Ftop.Tui.Tests");

    [GeneratedRegex("(?:[0-9a-f]+:){10,}[0-9a-f]+")]
    private static partial Regex Modes();

    private static void AssertScreenIsBack(string output)
    {
        int last = output.LastIndexOf("\e[?1049h", StringComparison.Ordinal);
        Assert.True(last >= 0, output);
        Assert.Contains("\e[?1049l", output[last..], StringComparison.Ordinal);
        Assert.Contains("\e[?25h", output[last..], StringComparison.Ordinal);
    }

    // Each of keys is typed when the screen has been drawn once more.
    private static async Task<string> OnPty(string command, params string[] keys)
    {
        var start = new ProcessStartInfo("script", ["-qec", $"bash -c '{command}'", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        if (!File.Exists("/usr/bin/script") || !File.Exists("/bin/bash"))
        {
            Assert.Skip("script(1) (util-linux) and bash are needed for a pty");
        }

        using Process process = Process.Start(start)!; // not null where UseShellExecute is false
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var output = new StringBuilder();
        byte[] buffer = new byte[4096];
        int typed = 0;
        int drawn = 0;
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer, patience.Token) is int length and > 0)
        {
            output.Append(Encoding.UTF8.GetString(buffer, 0, length));
            int screens = output.ToString().Split("hello").Length - 1;
            if (screens > drawn && typed < keys.Length)
            {
                drawn = screens;
                await process.StandardInput.WriteAsync(keys[typed++]);
                await process.StandardInput.FlushAsync(patience.Token);
            }
        }

        await process.WaitForExitAsync(patience.Token);
        return output.ToString();
    }
}

using System.Text;
using Ftop.Tui.Terminal;

namespace Ftop.Tui.Tests;

/// <summary>The live screen where no cursor can be placed.</summary>
public sealed class PlainScreenTests : IDisposable
{
    private readonly LiveScreen _live = new(capabilities: TerminalCapabilities.Detect(_ => null, default));

    public void Dispose() => _live.Dispose();

    [Fact]
    public void EveryWindow_IsATableBelowTheLast()
    {
        _live.Show(SampleWindows.At(1));
        string first = Taken();
        Assert.Contains("SYSTEM CALL", first, StringComparison.Ordinal);
        Assert.Contains("openat", first, StringComparison.Ordinal);
        _live.Show(SampleWindows.At(2));
        string second = Taken();
        Assert.Contains("openat", second, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        Assert.EndsWith("\r\n\r\n", second, StringComparison.Ordinal);
        Assert.Equal(second, string.Join("\r\n", _live.Terminal.Rows.Where(row => row.Length > 0)) + "\r\n\r\n");
    }

    [Fact]
    public void NothingButText_IsSent()
    {
        foreach (string keys in (string[])["0", "1", "2", "3", "4", "?", "\x0c", "/ep", "\r", "D"])
        {
            _live.Show(SampleWindows.At(1, lost: 7)).Type(keys).Show(SampleWindows.Timed(2));
        }

        string sent = Taken() + Ended();
        Assert.True(sent.Length > 5_000);
        Assert.All(sent, character => Assert.True(character is '\r' or '\n' or >= ' ' and < '\x7f', $"0x{(int)character:x2}"));
    }

    [Fact]
    public void Key_IsAnsweredWithTheRowsThatItChanged()
    {
        _live.Show(SampleWindows.At(1));
        Taken();
        _live.Type("/op");
        Assert.Equal("find in names: /op_\r\n", Taken());
        _live.Type("\r2");
        Assert.Contains("SYSTEM CALL", Taken(), StringComparison.Ordinal);
    }

    [Fact]
    public void Q_Ends()
    {
        _live.Type("q");
        Assert.True(_live.Terminal.HasEnded);
        Assert.Equal(0, _live.Terminal.Application.EndingSignal);
    }

    [Fact]
    public void CtrlC_Ends()
    {
        _live.Type("\u0003");
        Assert.True(_live.Terminal.HasEnded);
        Assert.Equal(2, _live.Terminal.Application.EndingSignal);
    }

    [Fact]
    public void SlowLine_GetsNoMoreThanHalfItsRate()
    {
        using var live = new LiveScreen(capabilities: TerminalCapabilities.Detect(_ => null, default), lineRateBaud: 9600);
        live.Terminal.Line.TakeSent();
        for (int second = 1; second <= 30; second++)
        {
            live.Show(SampleWindows.At(second));
            live.Terminal.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(live.Terminal.Line.TakeSent().Length, 5_000, 30 * 480 + 2_000);
    }

    private string Taken() => Encoding.UTF8.GetString(_live.Terminal.Line.TakeSent());

    private string Ended()
    {
        _live.Terminal.Application.Dispose();
        return Taken();
    }
}

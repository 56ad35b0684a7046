using Ftop.Tui.Terminal;
using Ftop.Tui.Terminal.Output;
using Terminal.Gui.Drawing;
using Terminal.Gui.Time;

namespace Ftop.Tui.Tests;

/// <summary>The output component between frames and a strict terminal.</summary>
internal sealed class OutputBench
{
    private readonly SgrMap _sgr;
    private readonly Charset _charset;

    public OutputBench(int columns, int rows, ColorMode colorMode = ColorMode.Colors16, Charset charset = Charset.Utf8, int lineRateBaud = 0, int seed = 1)
    {
        (_sgr, _charset) = (new SgrMap(colorMode), charset);
        Line = new MemoryLine(columns, rows);
        var capabilities = new TerminalCapabilities { ColorMode = colorMode, Charset = charset, CanHideCursor = true, HasAlternateScreen = true };
        Output = new DiffOutput(Line, capabilities, new Pacing(Clock, lineRateBaud));
        Frames = new Frames(columns, rows, seed);
        Screen = new VtScreen(columns, rows);
        Output.Enter();
    }

    public VirtualTimeProvider Clock { get; } = new();

    public MemoryLine Line { get; }

    public DiffOutput Output { get; }

    public Frames Frames { get; }

    public VtScreen Screen { get; }

    /// <summary>Offers the frame as Terminal.Gui does and returns what was sent.</summary>
    public byte[] Refresh()
    {
        Output.Write(Frames.Buffer);
        Output.Flush();
        byte[] sent = Line.TakeSent();
        Screen.Feed(sent);
        return sent;
    }

    /// <summary>What the terminal must show in a cell; the bottom right one is never written.</summary>
    public void AssertShown()
    {
        Cell[,] cells = Frames.Cells;
        for (int row = 0; row < cells.GetLength(0); row++)
        {
            for (int column = 0; column < cells.GetLength(1); column++)
            {
                bool isLastRow = row == cells.GetLength(0) - 1;
                if (isLastRow && column == cells.GetLength(1) - 1)
                {
                    continue;
                }

                int glyph = Glyph.From(cells[row, column].Grapheme, _charset);
                SgrState sgr = _sgr.Map(cells[row, column].Attribute ?? Frames.Plain);
                bool isWide = Glyph.IsWide(glyph) && column + 1 < cells.GetLength(1) - (isLastRow ? 1 : 0);
                if (Glyph.IsWide(glyph) && !isWide)
                {
                    glyph = '?';
                }

                (int Glyph, SgrState Look) shown = Screen.At(column, row);
                Assert.True(
                    (Glyph.Code(glyph), glyph == ' ' ? sgr.ToBlank() : sgr) == shown,
                    $"column {column}, row {row}: '{cells[row, column].Grapheme}' {sgr} shown as U+{shown.Glyph:X4} {shown.Look}");
                column += isWide ? 1 : 0;
            }
        }
    }
}

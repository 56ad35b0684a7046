using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Tests;

/// <summary>Seeded sequences of frames: a whole new one at times, mostly runs that change, text that nobody should send, wide characters.</summary>
internal sealed class Frames
{
    private static readonly string[] Graphemes =
    [
        "a", "b", "0", "7", "%", " ", " ", " ", " ", "─", "│", "┌", "█", "▁", "·", "é",
        "\u0007", "\u001b", "\u009b", "\u202e", "\u200b", "e\u0301", "…", "\u007f", "漢", "",
    ];

    private static readonly TextStyle[] Styles =
    [
        TextStyle.None, TextStyle.None, TextStyle.Bold, TextStyle.Underline, TextStyle.Reverse, TextStyle.Bold | TextStyle.Reverse, TextStyle.Faint,
    ];

    private readonly Random _random;

    public Frames(int columns, int rows, int seed)
    {
        _random = new Random(seed);
        Buffer.SetSize(columns, rows);
        Clear();
    }

    public OutputBufferImpl Buffer { get; } = new();

    public Cell[,] Cells => Buffer.Contents!;

    public void Clear() => Fill(0, 0, Buffer.Rows, Buffer.Cols, () => new Cell(Plain, true, " "));

    public static Attribute Plain { get; } = new(Color.None, Color.None);

    /// <summary>The next frame.</summary>
    public void Change()
    {
        int runs = _random.Next(12) == 0 ? Buffer.Rows * 4 : _random.Next(1, 12);
        if (_random.Next(15) == 0)
        {
            Clear();
        }

        for (; runs > 0; runs--)
        {
            int row = _random.Next(Buffer.Rows);
            int column = _random.Next(Buffer.Cols);
            int length = Math.Min(_random.Next(1, 20), Buffer.Cols - column);
            Attribute attribute = NextAttribute();
            bool isBlank = _random.Next(5) == 0;
            if (isBlank)
            {
                Fill(row, column, 1, Buffer.Cols - column, () => new Cell(Plain, true, " "));
            }
            else
            {
                Fill(row, column, 1, length, () => new Cell(attribute, true, Graphemes[_random.Next(Graphemes.Length)]));
            }
        }
    }

    private Attribute NextAttribute()
    {
        Color Next() => _random.Next(3) switch
        {
            0 => Color.None,
            1 => new Color((ColorName16)_random.Next(16)),
            _ => new Color(_random.Next(4) * 85, _random.Next(4) * 85, _random.Next(4) * 85),
        };
        return new Attribute(Next(), Next(), Styles[_random.Next(Styles.Length)]);
    }

    private void Fill(int row, int column, int height, int width, Func<Cell> next)
    {
        for (int r = row; r < row + height; r++)
        {
            for (int c = column; c < column + width; c++)
            {
                Cells[r, c] = next();
            }
        }
    }
}

using System.Text;
using Terminal.Gui.Drawing;

namespace Ftop.Tui.Terminal.Output;

// A terminal without a cursor to place, a printer or a log: frames one below the other.
internal sealed partial class DiffOutput
{
    private string[] _printed = [];

    // Every window is the whole table; the answer to a key only the rows that it changed.
    private void WritePlain(Cell[,] cells)
    {
        string[] rows = new string[cells.GetLength(0)];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = PlainRow(cells, row);
        }

        bool isWhole = _isInvalid || !_isUrgent || rows.Length != _printed.Length;
        HasMore = false;
        if (!isWhole || !rows.AsSpan().SequenceEqual(_printed))
        {
            Print(rows, isWhole);
        }

        _printed = rows;
        _isInvalid = false;
        Frames++;
    }

    private void Print(string[] rows, bool isWhole)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row].Length > 0 && (isWhole || rows[row] != _printed[row]))
            {
                _queue.Add(Encoding.ASCII.GetBytes(rows[row]));
                _queue.Add("\r\n"u8);
            }
        }

        if (isWhole)
        {
            _queue.Add("\r\n"u8);
        }
    }

    private string PlainRow(Cell[,] cells, int row)
    {
        var text = new StringBuilder(cells.GetLength(1));
        for (int column = 0; column < cells.GetLength(1); column++)
        {
            int glyph = Glyph.From(cells[row, column].Grapheme, _capabilities.Charset);
            text.Append((char)Glyph.Code(glyph), Glyph.IsWide(glyph) ? 2 : 1);
            column += Glyph.IsWide(glyph) ? 1 : 0;
        }

        return text.ToString().TrimEnd();
    }
}

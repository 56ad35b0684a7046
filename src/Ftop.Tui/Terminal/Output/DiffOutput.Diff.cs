using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;

namespace Ftop.Tui.Terminal.Output;

internal sealed partial class DiffOutput
{
    private bool[] _isOwed = [];
    private bool _hasOwed;
    private bool _isWhole = true;

    /// <summary>
    /// Queues what differs between <paramref name="buffer"/> and the terminal, or as much of it as the line may have now; nothing while the line
    /// still has bytes of the last frame. <see cref="HasMore"/> tells whether something remained.
    /// </summary>
    public void Write(IOutputBuffer buffer)
    {
        _isWhole = true; // Terminal.Gui does not mark all that it draws
        WriteMarked(buffer);
    }

    /// <summary>As <see cref="Write(IOutputBuffer)"/>, of the rows that are marked as dirty alone, and of what was left before.</summary>
    public void WriteMarked(IOutputBuffer buffer)
    {
        HasMore = true;
        if (_isEntered == 0 || HasBytes || FreeIn > TimeSpan.Zero || buffer.Contents is not { } cells)
        {
            return;
        }

        if (_capabilities.IsPlain)
        {
            WritePlain(cells);
            return;
        }

        int rows = cells.GetLength(0);
        int columns = cells.GetLength(1);
        if (_isInvalid || rows != _shadow.Rows || columns != _shadow.Columns)
        {
            Erase(rows, columns);
        }
        else if (_isRepairing)
        {
            Repair();
        }

        HasMore = false;
        int limit = _pacing.SliceBytes;
        if (_hasOwed)
        {
            // A tick goes on where the last slice ended, lest the bottom starve; the answer to a key goes before that.
            for (int row = 0; row < rows; row++)
            {
                if (_isOwed[row] != _isUrgent)
                {
                    WriteRow(cells, row, limit);
                }
            }
        }

        HasMore = false;
        bool[] marks = buffer.DirtyLines;
        for (int row = 0; row < rows; row++)
        {
            if (_isWhole || _isOwed[row] || row >= marks.Length || marks[row])
            {
                _isOwed[row] = WriteRow(cells, row, limit);
                HasMore |= _isOwed[row];
            }
        }

        Array.Clear(marks);
        _isWhole = false;
        _hasOwed = HasMore;
        Frames += HasMore ? 0 : 1;
    }

    private void Erase(int rows, int columns)
    {
        _shadow.Erase(rows, columns);
        _pen.EraseScreen();
        _isOwed = new bool[rows];
        (_hasOwed, _isWhole) = (false, true);
        _isInvalid = false;
        _isUrgent = true;
    }

    // Who wrote over the screen left the cursor anywhere; looks are on only where somebody else's colours came through.
    private void Repair()
    {
        _pen.Forget();
        if (!_isRowDue)
        {
            return;
        }

        _isRowDue = false;
        _repairedRow = (_repairedRow + 1) % _shadow.Rows;
        _isOwed[_repairedRow] = true;
        _pen.ResetSgr();
        if (_repairedRow == _shadow.Rows - 1)
        {
            // The bottom right cell, which is never written, is only erased.
            EraseTail(_shadow.Row(_repairedRow), 0, _repairedRow);
        }
        else
        {
            _shadow.Row(_repairedRow).Fill(new ShadowCell(Glyph.Unknown, SgrState.Plain));
        }
    }

    // True where the slice was full before the row was done.
    private bool WriteRow(Cell[,] cells, int row, int limit)
    {
        Span<ShadowCell> shown = _shadow.Row(row);
        int blankFrom = -1;
        for (int column = 0; column < shown.Length; column++)
        {
            ShadowCell wanted = Wanted(cells, row, column, out SgrState sgr);
            bool isWide = Glyph.IsWide(wanted.Glyph);
            // The bottom right cell stays as it is: writing it scrolls the screen of terminals without DECAWM's pending wrap.
            if (wanted != shown[column] && !(row == _shadow.Rows - 1 && column == shown.Length - 1))
            {
                if (_queue.Length >= limit)
                {
                    return true;
                }

                if (wanted.IsErased)
                {
                    blankFrom = blankFrom < 0 ? BlankTail(cells, row) : blankFrom;
                    if (column >= blankFrom && IsWorthErasing(shown[column..]))
                    {
                        EraseTail(shown, column, row);
                        return false;
                    }
                }

                Put(shown, column, row, wanted, sgr);
            }

            column += isWide ? 1 : 0;
        }

        return false;
    }

    private void Put(Span<ShadowCell> shown, int column, int row, ShadowCell wanted, SgrState sgr)
    {
        _pen.MoveTo(column, row, sgr);
        if (wanted.Glyph != Glyph.Blank || !_pen.Sgr.LooksSameOnBlank(sgr))
        {
            _pen.SetSgr(sgr);
        }

        _pen.Put(wanted.Glyph);
        LoseOtherHalf(shown, column);
        if (Glyph.IsWide(wanted.Glyph))
        {
            LoseOtherHalf(shown, column + 1);
            shown[column + 1] = new ShadowCell(Glyph.Continuation, wanted.Sgr);
        }

        shown[column] = wanted;
    }

    private ShadowCell Wanted(Cell[,] cells, int row, int column, out SgrState sgr)
    {
        ref Cell cell = ref cells[row, column];
        sgr = cell.Attribute is { } attribute ? _sgr.Map(attribute) : SgrState.Plain;
        int glyph = Glyph.From(cell.Grapheme, _capabilities.Charset);
        if (Glyph.IsWide(glyph) && column + 1 >= _shadow.Columns - (row == _shadow.Rows - 1 ? 1 : 0))
        {
            glyph = Glyph.Unprintable;
        }

        return new ShadowCell(glyph, glyph == Glyph.Blank ? sgr.ToBlank() : sgr);
    }

    // First column of the blanks, as ESC[K makes them, at the end of the row.
    private int BlankTail(Cell[,] cells, int row)
    {
        int from = _shadow.Columns;
        while (from > 0 && Wanted(cells, row, from - 1, out _).IsErased)
        {
            from--;
        }

        return from;
    }

    private bool IsWorthErasing(ReadOnlySpan<ShadowCell> tail)
    {
        int left = _pen.Sgr.ErasesPlain ? 3 : 6;
        foreach (ShadowCell cell in tail)
        {
            left -= cell.IsErased ? 0 : 1;
            if (left < 0)
            {
                return true;
            }
        }

        return false;
    }

    private void EraseTail(Span<ShadowCell> shown, int column, int row)
    {
        _pen.MoveTo(column, row, SgrState.Plain);
        if (!_pen.Sgr.ErasesPlain)
        {
            _pen.SetSgr(SgrState.Plain);
        }

        _pen.EraseToEndOfRow();
        shown[column..].Fill(ShadowCell.Blank);
    }

    // Terminals blank, or keep, the half of a wide character whose other half is overwritten.
    private static void LoseOtherHalf(Span<ShadowCell> shown, int column)
    {
        if (Glyph.IsWide(shown[column].Glyph) && column + 1 < shown.Length)
        {
            shown[column + 1] = new ShadowCell(Glyph.Unknown, SgrState.Plain);
        }
    }
}

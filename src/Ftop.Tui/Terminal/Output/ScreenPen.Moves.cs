namespace Ftop.Tui.Terminal.Output;

internal sealed partial class ScreenPen
{
    /// <summary>
    /// Moves to where something in <paramref name="next"/> is to be written. The cheapest of: writing again the short gap that is there anyway,
    /// <c>ESC[nC</c>, CR and LFs with or without it, the absolute <c>ESC[y;xH</c>.
    /// </summary>
    public void MoveTo(int column, int row, SgrState next)
    {
        if (_column == column && _row == row)
        {
            return;
        }

        int absolute = 4 + Digits(row + 1) + (column == 0 ? -1 : Digits(column + 1));
        int down = row - _row;
        if (_row != Unknown && down == 0 && column > _column)
        {
            int right = RightLength(column - _column);
            if (!TryRewriteGap(column, Math.Min(right, absolute), next))
            {
                if (right < absolute)
                {
                    AddRight(column - _column);
                }
                else
                {
                    AddAbsolute(column, row);
                }
            }
        }
        else if (_row != Unknown && down >= 0 && 1 + down + RightLength(column) < absolute)
        {
            bytes.Add((byte)'\r');
            for (int i = 0; i < down; i++)
            {
                bytes.Add((byte)'\n');
            }

            AddRight(column);
        }
        else
        {
            AddAbsolute(column, row);
        }

        (_column, _row) = (column, row);
    }

    private static int Digits(int number) => number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;

    private static int RightLength(int columns) => columns switch { 0 => 0, 1 => 3, _ => 3 + Digits(columns) };

    private void AddRight(int columns)
    {
        if (columns == 0)
        {
            return;
        }

        bytes.Add("\e["u8);
        if (columns > 1)
        {
            bytes.AddNumber(columns);
        }

        bytes.Add((byte)'C');
    }

    private void AddAbsolute(int column, int row)
    {
        bytes.Add("\e["u8);
        bytes.AddNumber(row + 1);
        if (column > 0)
        {
            bytes.Add((byte)';');
            bytes.AddNumber(column + 1);
        }

        bytes.Add((byte)'H');
    }

    // A gap that looks as the pen does now, or as what comes next does, costs its characters and no more.
    private bool TryRewriteGap(int column, int mostBytes, SgrState next)
    {
        if (column - _column > mostBytes)
        {
            return false;
        }

        ReadOnlySpan<ShadowCell> gap = shadow.Row(_row)[_column..column];
        int length = 0;
        bool fitsNow = true;
        bool fitsNext = true;
        foreach (ShadowCell cell in gap)
        {
            length += Glyph.LengthBytes(cell.Glyph);
            fitsNow &= Fits(cell, Sgr);
            fitsNext &= Fits(cell, next);
            if (length > mostBytes || !(fitsNow || fitsNext) || Glyph.IsWide(cell.Glyph) || cell.Glyph <= 0)
            {
                return false;
            }
        }

        if (!fitsNow)
        {
            SetSgr(next);
        }

        foreach (ShadowCell cell in gap)
        {
            PutGlyph(cell.Glyph);
        }

        return true;
    }

    private static bool Fits(ShadowCell cell, SgrState sgr) => cell.Glyph == Glyph.Blank ? cell.Sgr.LooksSameOnBlank(sgr) : cell.Sgr == sgr;
}

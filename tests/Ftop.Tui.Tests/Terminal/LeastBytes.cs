using Ftop.Tui.Terminal.Output;

namespace Ftop.Tui.Tests;

/// <summary>
/// A bound that no output can beat by much: the changed cells, the shortest move between them (a gap costs a byte a cell, whatever is in it),
/// the shortest SGR between their looks, ESC[K for a changed blank tail. Bytes of UTF-8.
/// </summary>
internal static class LeastBytes
{
    public static int Of(
        Func<int, int, (int Glyph, SgrState Look)> before,
        Func<int, int, (int Glyph, SgrState Look)> after,
        int columns,
        int rows,
        (int Column, int Row) cursor,
        SgrState sgr)
    {
        int bytes = 0;
        (int atColumn, int atRow) = cursor;
        for (int row = 0; row < rows; row++)
        {
            int tail = columns;
            while (tail > 0 && after(tail - 1, row) == (' ', SgrState.Plain))
            {
                tail--;
            }

            for (int column = 0; column < columns; column++)
            {
                (int glyph, SgrState look) = after(column, row);
                if (before(column, row) == (glyph, look) || (row == rows - 1 && column == columns - 1))
                {
                    continue;
                }

                bytes += Move(atColumn, atRow, column, row);
                if (column >= tail && Enumerable.Range(column, columns - column).Count(c => before(c, row) != after(c, row)) > 3)
                {
                    bytes += 3;
                    (atColumn, atRow) = (column, row);
                    break;
                }

                bool isSame = glyph == ' ' ? look == sgr.ToBlank() : look == sgr;
                bytes += isSame ? 0 : Change(sgr, look);
                sgr = isSame ? sgr : look;
                bytes += glyph < 0x80 ? 1 : glyph < 0x800 ? 2 : 3;
                (atColumn, atRow) = (column + 1, row);
            }
        }

        return bytes;
    }

    private static int Move(int fromColumn, int fromRow, int column, int row)
    {
        if ((fromColumn, fromRow) == (column, row))
        {
            return 0;
        }

        int least = $"\e[{row + 1}{(column > 0 ? $";{column + 1}" : "")}H".Length;
        int right = column - (row == fromRow ? fromColumn : 0);
        int rightBytes = right == 0 ? 0 : Math.Min(right == 1 ? 3 : $"\e[{right}C".Length, row == fromRow ? right : int.MaxValue);
        return row < fromRow || right < 0 ? least : Math.Min(least, rightBytes + (row > fromRow ? 1 + row - fromRow : 0));
    }

    private static int Change(SgrState from, SgrState to)
    {
        int fresh = 2 + Parameters(SgrState.Plain, to).Sum(length => length + 1) + 1;
        return (from.Style & ~to.Style) != 0 ? fresh : Math.Min(fresh, 2 + Parameters(from, to).Sum(length => length + 1));
    }

    private static IEnumerable<int> Parameters(SgrState from, SgrState to)
    {
        for (int styles = (int)(to.Style & ~from.Style); styles != 0; styles &= styles - 1)
        {
            yield return 1;
        }

        if (to.Foreground != from.Foreground)
        {
            yield return 2;
        }

        if (to.Background != from.Background)
        {
            yield return to.Background >= 8 ? 3 : 2;
        }
    }
}

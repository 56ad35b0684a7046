using System.Globalization;
using System.Text;
using Ftop.Tui.Terminal.Output;

namespace Ftop.Tui.Tests;

/// <summary>
/// A terminal of the strict kind: knows what a VT100 knew and SGR's colours, throws at anything else, and at whatever terminals disagree about: a
/// move after the last column that is not absolute, a scroll.
/// </summary>
internal sealed class VtScreen(int columns, int rows)
{
    private readonly int[,] _glyphs = Filled(columns, rows);
    private readonly SgrState[,] _looks = new SgrState[rows, columns];
    private readonly StringBuilder _sequence = new();
    private readonly List<byte> _character = [];
    private SgrState _sgr = SgrState.Plain;
    private int _column;
    private int _row;
    private bool _isPositionKnown = true;

    public bool IsCursorShown { get; private set; } = true;

    public bool IsAlternate { get; private set; }

    public (int Column, int Row) Cursor => (_column, _row);

    public SgrState Sgr => _sgr;

    /// <summary>What is seen: the character, and its look as far as it can be seen on it.</summary>
    public (int Glyph, SgrState Look) At(int column, int row) =>
        (_glyphs[row, column], _glyphs[row, column] == ' ' ? _looks[row, column].ToBlank() : _looks[row, column]);

    public string Row(int row)
    {
        var text = new StringBuilder();
        for (int column = 0; column < columns; column++)
        {
            text.Append(_glyphs[row, column] == 0 ? "" : new Rune(_glyphs[row, column]).ToString());
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>True where <paramref name="other"/> looks the same in every cell.</summary>
    public bool Shows(VtScreen other) => Difference(other) == "";

    /// <summary>The first cell that looks otherwise than in <paramref name="other"/>; empty for none.</summary>
    public string Difference(VtScreen other)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                if (At(column, row) != other.At(column, row))
                {
                    return $"row {row}, column {column}: {At(column, row)} and not {other.At(column, row)}\n{Row(row)}\n{other.Row(row)}";
                }
            }
        }

        return "";
    }

    /// <summary>Shows what <paramref name="other"/>, of the same size, shows now.</summary>
    public void CopyFrom(VtScreen other)
    {
        Array.Copy(other._glyphs, _glyphs, _glyphs.Length);
        Array.Copy(other._looks, _looks, _looks.Length);
    }

    /// <summary>Somebody else writes a line where the cursor is, as the kernel does on its console: it wraps and it scrolls.</summary>
    public void Overwrite(string line)
    {
        foreach (char character in line + "\n")
        {
            if (character == '\n' || _column >= columns)
            {
                _column = 0;
                _row++;
            }

            if (_row == rows)
            {
                ScrollUp();
                _row--;
            }

            if (character != '\n')
            {
                _glyphs[_row, _column] = character;
                _looks[_row, _column++] = _sgr;
            }
        }

        _isPositionKnown = false;
    }

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            Feed(value);
        }
    }

    private static int[,] Filled(int columns, int rows)
    {
        int[,] glyphs = new int[rows, columns];
        foreach (ref int glyph in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref glyphs[0, 0], glyphs.Length))
        {
            glyph = ' ';
        }

        return glyphs;
    }

    private void Feed(byte value)
    {
        if (_sequence.Length > 0)
        {
            _sequence.Append((char)value);
            if (_sequence.Length == 2 ? value != '[' : value >= '@')
            {
                string sequence = _sequence.ToString();
                _sequence.Clear();
                Obey(sequence);
            }

            return;
        }

        switch (value)
        {
            case 0x1b:
                _sequence.Append('\e');
                break;
            case (byte)'\r':
                RequirePosition();
                _column = 0;
                break;
            case (byte)'\n':
                RequirePosition();
                Assert.True(++_row < rows, "scrolled");
                break;
            case < 0x20 or 0x7f:
                throw new InvalidDataException($"control character 0x{value:x2}");
            case < 0x80:
                Put(value);
                break;
            default:
                _character.Add(value);
                if (Rune.DecodeFromUtf8(_character.ToArray(), out Rune rune, out _) == System.Buffers.OperationStatus.Done)
                {
                    Assert.False(Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format, $"U+{rune.Value:X4}");
                    _character.Clear();
                    Put(rune.Value);
                }

                Assert.True(_character.Count < 4, "not UTF-8");
                break;
        }
    }

    private void Put(int glyph)
    {
        RequirePosition();
        Assert.False(_row == rows - 1 && _column == columns - 1, "wrote the bottom right cell");
        _glyphs[_row, _column] = glyph;
        _looks[_row, _column] = _sgr;
        _column++;
        if (glyph >= 0x3000 && glyph is < 0xd800 or > 0xffff)
        {
            _glyphs[_row, _column] = 0;
            _looks[_row, _column] = _sgr;
            _column++;
        }

        _isPositionKnown = _column < columns;
    }

    private void ScrollUp()
    {
        for (int row = 1; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                (_glyphs[row - 1, column], _looks[row - 1, column]) = (_glyphs[row, column], _looks[row, column]);
            }
        }

        Blank(rows - 1, 0);
    }

    private void RequirePosition() => Assert.True(_isPositionKnown, "terminals differ after the last column");

    private void Obey(string sequence)
    {
        char final = sequence[^1];
        string text = sequence[2..^1];
        bool isPrivate = text.StartsWith('?');
        int[] parameters = text.Length == 0 ? [] : [.. text.TrimStart('?').Split(';').Select(part => part.Length == 0 ? 0 : int.Parse(part))];
        int First(int absent) => parameters.Length > 0 && parameters[0] > 0 ? parameters[0] : absent;
        switch (final)
        {
            case 'H':
                _row = First(1) - 1;
                _column = parameters.Length > 1 ? parameters[1] - 1 : 0;
                _isPositionKnown = true;
                Assert.InRange(_row, 0, rows - 1);
                Assert.InRange(_column, 0, columns - 1);
                break;
            case 'C':
                RequirePosition();
                _column += First(1);
                Assert.InRange(_column, 0, columns - 1);
                break;
            case 'K' when parameters.Length == 0:
                RequirePosition();
                Erase(_row, _column);
                break;
            case 'J' when First(0) == 2:
                for (int row = 0; row < rows; row++)
                {
                    Erase(row, 0);
                }

                break;
            case 'm':
                SetSgr(parameters.Length == 0 ? [0] : parameters);
                break;
            case 'h' or 'l' when isPrivate && First(0) == 25:
                IsCursorShown = final == 'h';
                break;
            case 'h' or 'l' when isPrivate && First(0) == 1049:
                IsAlternate = final == 'h';
                break;
            default:
                throw new InvalidDataException("sequence ESC" + sequence[1..]);
        }
    }

    private void Erase(int row, int column)
    {
        Assert.True(_sgr.ErasesPlain, "terminals differ in the background that they erase with");
        Blank(row, column);
    }

    private void Blank(int row, int column)
    {
        for (; column < columns; column++)
        {
            _glyphs[row, column] = ' ';
            _looks[row, column] = SgrState.Plain;
        }
    }

    private void SetSgr(ReadOnlySpan<int> parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            int parameter = parameters[i];
            _sgr = parameter switch
            {
                0 => SgrState.Plain,
                1 => _sgr with { Style = _sgr.Style | SgrStyle.Bold },
                2 => _sgr with { Style = _sgr.Style | SgrStyle.Faint },
                4 => _sgr with { Style = _sgr.Style | SgrStyle.Underline },
                7 => _sgr with { Style = _sgr.Style | SgrStyle.Reverse },
                >= 30 and <= 39 or >= 90 and <= 97 => _sgr with { Foreground = Color(parameters, ref i) },
                >= 40 and <= 49 or >= 100 and <= 107 => _sgr with { Background = Color(parameters, ref i) },
                _ => throw new InvalidDataException("SGR " + parameter),
            };
        }
    }

    private static int Color(ReadOnlySpan<int> parameters, ref int i)
    {
        int digit = parameters[i] % 10;
        if (parameters[i] >= 90)
        {
            return 8 + digit;
        }

        if (digit < 8)
        {
            return digit;
        }

        if (digit == 9)
        {
            return SgrColor.None;
        }

        int kind = parameters[i + 1];
        if (kind == 5)
        {
            i += 2;
            return parameters[i];
        }

        i += 4;
        return SgrColor.Rgb | (parameters[i - 2] << 16) | (parameters[i - 1] << 8) | parameters[i];
    }
}

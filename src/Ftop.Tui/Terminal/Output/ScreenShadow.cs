namespace Ftop.Tui.Terminal.Output;

/// <summary>What the terminal shows, cell by cell, as far as the bytes sent to it tell.</summary>
internal sealed class ScreenShadow
{
    private ShadowCell[] _cells = [];

    public int Rows { get; private set; }

    public int Columns { get; private set; }

    public Span<ShadowCell> Row(int row) => _cells.AsSpan(row * Columns, Columns);

    /// <summary>The screen was erased and has this size now.</summary>
    public void Erase(int rows, int columns)
    {
        if (_cells.Length != rows * columns)
        {
            _cells = new ShadowCell[rows * columns];
        }

        (Rows, Columns) = (rows, columns);
        Array.Fill(_cells, ShadowCell.Blank);
    }
}

/// <summary>What the terminal shows in one cell; <see cref="Sgr"/> of a blank holds only what can be seen.</summary>
internal readonly record struct ShadowCell(int Glyph, SgrState Sgr)
{
    public static readonly ShadowCell Blank = new(Output.Glyph.Blank, SgrState.Plain);

    /// <summary>True where <c>ESC[K</c> makes this cell.</summary>
    public bool IsErased => this == Blank;
}

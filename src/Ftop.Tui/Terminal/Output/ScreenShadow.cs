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

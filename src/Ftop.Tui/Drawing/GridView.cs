using System.Drawing;
using Ftop.Tui.Themes;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;
using Terminal.Gui.ViewBase;

namespace Ftop.Tui.Drawing;

/// <summary>
/// A view that composes its cells and then touches only those that differ from what the driver already holds. Nothing is cleared first and nothing is
/// remembered, so a resize, an overlay or a theme change needs no special care. Views of this kind must not overlap: cells are put into the driver's
/// buffer as they are, since <see cref="View.AddStr(string)"/> allocates some 200 bytes for each of them.
/// </summary>
internal abstract class GridView : View
{
    private static readonly string[] AsciiStrings = [.. Enumerable.Range(0, 0x7f).Select(code => ((char)code).ToString())];

    private readonly Grid _grid = new();
    private bool _isStale;

    protected GridView(Look look)
    {
        Look = look;
        CanFocus = false;
    }

    protected Look Look { get; }

    protected abstract void Compose(Grid grid);

    /// <inheritdoc/>
    protected override bool OnClearingViewport() => true;

    /// <summary>Its cells are composed again with the next frame, without Terminal.Gui's passes over all views where nothing lies above.</summary>
    public void SetStale()
    {
        if (App?.TopRunnableView == SuperView)
        {
            _isStale = true;
        }
        else
        {
            SetNeedsDraw();
        }
    }

    /// <summary>Composes them, if they are stale and seen.</summary>
    /// <returns>Whether it did.</returns>
    public bool DrawStale()
    {
        bool isDue = _isStale && Visible;
        _isStale = false; // what is not seen is drawn as a whole when it is
        if (isDue)
        {
            DrawCells();
        }

        return isDue;
    }

    /// <inheritdoc/>
    protected override bool OnDrawingContent(DrawContext? context)
    {
        _isStale = false;
        DrawCells();
        return true;
    }

    private void DrawCells()
    {
        Size size = Viewport.Size;
        if (size.Width > 0 && size.Height > 0 && App?.Driver?.GetOutputBuffer() is { Contents: not null } buffer)
        {
            _grid.Reset(size.Width, size.Height);
            Compose(_grid);
            PutChanges(buffer, ViewportToScreen(Point.Empty));
        }
    }

    private void PutChanges(IOutputBuffer buffer, Point origin)
    {
        Cell[,] cells = buffer.Contents!; // looked at by the caller
        // While a terminal shrinks, a view may lie outside of it on any side for a moment.
        int height = Math.Min(_grid.Height, Math.Min(cells.GetLength(0), buffer.DirtyLines.Length) - origin.Y);
        int width = Math.Min(_grid.Width, cells.GetLength(1) - origin.X);
        for (int y = Math.Max(0, -origin.Y); y < height; y++)
        {
            ReadOnlySpan<char> glyphs = _grid.GlyphsOf(y);
            ReadOnlySpan<ThemeRole> roles = _grid.RolesOf(y);
            for (int x = Math.Max(0, -origin.X); x < width; x++)
            {
                ref Cell cell = ref cells[origin.Y + y, origin.X + x];
                string shown = cell.Grapheme;
                char glyph = Look.IsAscii && glyphs[x] > '~' ? '?' : glyphs[x];
                if (shown.Length != 1 || shown[0] != glyph || cell.Attribute != Look[roles[x]])
                {
                    cell = new Cell(Look[roles[x]], IsDirty: true, glyph < AsciiStrings.Length ? AsciiStrings[glyph] : glyph.ToString());
                    buffer.DirtyLines[origin.Y + y] = true;
                }
            }
        }
    }
}

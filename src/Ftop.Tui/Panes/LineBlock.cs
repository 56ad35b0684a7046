using Ftop.Tui.Drawing;
using Ftop.Tui.Text;

namespace Ftop.Tui.Panes;

/// <summary>Lines to read in a part of an overlay, scrolled; one that is too long goes on below, indented, so that nothing of a report is cut.</summary>
internal sealed class LineBlock
{
    private const string Indent = "        ";
    private readonly List<TextLine> _written = [];
    private readonly List<TextLine> _lines = [];
    private bool _isStale = true;
    private int _width;
    private int _height;
    private int _top;

    /// <summary>Whether there are lines below those that are seen.</summary>
    public bool HasMore => _top + _height < _lines.Count;

    /// <summary>The lines are to be written anew.</summary>
    public void Refresh() => _isStale = true;

    /// <summary>To the first line.</summary>
    public void Reset() => _top = 0;

    /// <summary>Moves so many lines on, or back; as far as there are lines.</summary>
    public void Scroll(long lines) => _top = (int)Math.Clamp(_top + lines, 0, int.MaxValue - _height);

    public void Compose(Grid grid, int x, int y, int width, Action<List<TextLine>> write)
    {
        if (_isStale || _width != width)
        {
            _written.Clear();
            write(_written);
            Wrap(width);
            _isStale = false;
        }

        _height = Math.Max(0, grid.Height - y);
        _top = Math.Max(0, Math.Min(_top, _lines.Count - _height));
        for (int line = 0; line < _height && _top + line < _lines.Count; line++)
        {
            TextLine shown = _lines[_top + line];
            grid.Put(x, y + line, shown.Text.AsSpan(0, Math.Min(shown.Text.Length, width)), shown.Role);
            grid.Paint(x + shown.BarStart, y + line, Math.Min(shown.BarLength, width - shown.BarStart), Themes.ThemeRole.Bar);
        }
    }

    private void Wrap(int width)
    {
        _width = width;
        _lines.Clear();
        foreach (TextLine line in _written)
        {
            string text = SafeText.Of(line.Text);
            while (text.Length > width && width > 2 * Indent.Length)
            {
                // A blank of the indent itself is no place to break at: a long word behind it would never end.
                int length = WrappedText.LineLength(text, width) is int atBlank && atBlank > Indent.Length ? atBlank : width;
                _lines.Add(line with { Text = text[..length] });
                text = Indent + text[length..].TrimStart(' ');
            }

            _lines.Add(line with { Text = text });
        }
    }
}

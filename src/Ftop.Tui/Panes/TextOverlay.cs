using System.Collections.Immutable;
using Ftop.Tui.Drawing;
using Ftop.Tui.Input;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>Lines to read and to scroll: help, doctor, everything about a row. <paramref name="write"/> fills them, again for every window.</summary>
internal sealed class TextOverlay(Look look, string title, Action<List<TextLine>> write) : Overlay(look)
{
    private const string Indent = "        ";
    private readonly List<TextLine> _written = [];
    private readonly List<TextLine> _lines = [];
    private bool _isStale = true;
    private int _wrappedWidth;
    private int _top;

    public override string OverlayTitle { get; } = title;

    public override ImmutableArray<(string Label, string Text)> LineKeys { get; } = [("Esc", "Back"), ("PgDn", "More"), ("PgUp", "Less")];

    public override void Refresh()
    {
        _isStale = true;
        SetNeedsDraw();
    }

    public override OverlayAnswer Press(Key key)
    {
        int page = Math.Max(1, Viewport.Height);
        int? top = Keys.ActionOf(key) switch
        {
            KeyAction.Up => _top - 1,
            KeyAction.Down => _top + 1,
            KeyAction.PageUp => _top - page,
            KeyAction.PageDown or KeyAction.Freeze => _top + page,
            KeyAction.First => 0,
            KeyAction.Last => int.MaxValue - page,
            KeyAction.Back or KeyAction.Drill or KeyAction.Help => null,
            _ => -2,
        };
        if (top is null)
        {
            return OverlayAnswer.Close;
        }

        if (top == -2)
        {
            return OverlayAnswer.Ignored;
        }

        _top = top.Value;
        SetNeedsDraw();
        return OverlayAnswer.Taken;
    }

    protected override void Compose(Grid grid)
    {
        if (_isStale || _wrappedWidth != grid.Width)
        {
            _written.Clear();
            write(_written);
            Wrap(grid.Width);
            _isStale = false;
        }

        _top = Math.Max(0, Math.Min(_top, _lines.Count - grid.Height));
        for (int y = 0; y < grid.Height && _top + y < _lines.Count; y++)
        {
            TextLine line = _lines[_top + y];
            grid.Put(0, y, line.Text, line.Role);
        }

        if (_top + grid.Height < _lines.Count && grid.Width > 8)
        {
            grid.Put(grid.Width - 6, grid.Height - 1, " more ", ThemeRole.Header);
        }
    }

    // A line that is too long goes on below, indented, so that nothing of a report is cut.
    private void Wrap(int width)
    {
        _wrappedWidth = width;
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

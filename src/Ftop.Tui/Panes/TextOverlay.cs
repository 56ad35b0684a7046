using System.Collections.Immutable;
using Ftop.Tui.Drawing;
using Ftop.Tui.Input;
using Ftop.Tui.Themes;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>Lines to read and to scroll: help, doctor. <paramref name="write"/> fills them, again for every window.</summary>
internal sealed class TextOverlay(Look look, string title, Action<List<TextLine>> write) : Overlay(look)
{
    private readonly LineBlock _lines = new();

    public override string OverlayTitle { get; } = title;

    public override ImmutableArray<(string Label, string Text)> LineKeys { get; } = [("Esc", "Back"), ("PgDn", "More"), ("PgUp", "Less")];

    public override void Refresh()
    {
        _lines.Refresh();
        SetStale();
    }

    public override OverlayAnswer Press(Key key)
    {
        if (Keys.ActionOf(key) is KeyAction.Back or KeyAction.Drill or KeyAction.Help)
        {
            return OverlayAnswer.Close;
        }

        if (ScrollOf(key, Viewport.Height) is not long lines)
        {
            return OverlayAnswer.Ignored;
        }

        _lines.Scroll(lines);
        SetStale();
        return OverlayAnswer.Taken;
    }

    /// <summary>How many lines a key moves on; null of a key that does not move.</summary>
    public static long? ScrollOf(Key key, int height) => Keys.ActionOf(key) switch
    {
        KeyAction.Up => -1,
        KeyAction.Down => 1,
        KeyAction.PageUp => -Math.Max(1, height),
        KeyAction.PageDown or KeyAction.Freeze => Math.Max(1, height),
        KeyAction.First => int.MinValue,
        KeyAction.Last => int.MaxValue,
        _ => null,
    };

    protected override void Compose(Grid grid)
    {
        _lines.Compose(grid, 0, 0, grid.Width, write);
        PutMore(grid, _lines.HasMore);
    }

    /// <summary>Says in the corner that there is more below.</summary>
    public static void PutMore(Grid grid, bool hasMore)
    {
        if (hasMore && grid.Width > 8)
        {
            grid.Put(grid.Width - 6, grid.Height - 1, " more ", ThemeRole.Header);
        }
    }
}

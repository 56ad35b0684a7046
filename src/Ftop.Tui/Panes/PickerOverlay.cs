using System.Collections.Immutable;
using System.Text;
using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>
/// A list to choose from: letters narrow it, Space ticks the selected line or takes its tick away, Enter closes with what is ticked. Where only one
/// can be on, Enter and Space choose it.
/// <code>
/// irq_   6 of 1834, 9 on
///   [x] irq:irq_handler_entry
/// </code>
/// </summary>
internal sealed class PickerOverlay(Look look, string title, ImmutableArray<string> items, Func<string, bool> isOn, Action<string> choose) : Overlay(look)
{
    private readonly StringBuilder _typed = new();
    private readonly List<string> _matches = [.. items];
    private int _selected;
    private int _top;

    /// <summary>Gets the selected item whenever it is another.</summary>
    public Action<string>? OnMoved { get; init; }

    /// <summary>The operator went back without a choice.</summary>
    public Action? OnLeft { get; init; }

    public override string OverlayTitle { get; } = title;

    /// <summary>True where only one can be on, so that choosing ends it.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Writes a note at the right end of an item's line; null for none.</summary>
    public NoteWriter? Note { get; init; }

    /// <summary>What the notes are, in the head.</summary>
    public string NoteTitle { get; init; } = "";

    /// <summary>How many are on; null where that is no question.</summary>
    public Func<int>? CountOn { get; init; }

    public override ImmutableArray<(string Label, string Text)> LineKeys => IsSingle
        ? [("Enter", "Choose"), ("Esc", "Back"), ("letters", "narrow the list"), ("Ctrl-U", "all")]
        : [("Space", "Tick"), ("Enter", "Done"), ("Esc", "Back"), ("letters", "narrow the list"), ("Ctrl-U", "all")];

    public override void Refresh() => SetStale();

    public override OverlayAnswer Press(Key key)
    {
        string? before = Selected;
        OverlayAnswer answer = Obey(key);
        if (answer != OverlayAnswer.Close && Selected is string selected && selected != before)
        {
            OnMoved?.Invoke(selected);
        }

        return answer;
    }

    /// <summary>Begins with this item.</summary>
    public PickerOverlay From(string item)
    {
        _selected = Math.Max(0, items.IndexOf(item));
        return this;
    }

    private string? Selected => _matches.Count > 0 ? _matches[_selected] : null;

    private OverlayAnswer Obey(Key key)
    {
        int page = Math.Max(1, Viewport.Height - 1);
        SetStale();
        if (key == Key.Esc)
        {
            OnLeft?.Invoke();
            return OverlayAnswer.Close;
        }

        if (key == Key.F1 || key == Key.F10)
        {
            return OverlayAnswer.Ignored; // help and quit, as everywhere
        }

        if (key == Key.Enter && !IsSingle)
        {
            return OverlayAnswer.Close;
        }

        if (key == Key.Enter || key == Key.Space)
        {
            if (Selected is string selected)
            {
                choose(selected);
            }

            return IsSingle && _matches.Count > 0 ? OverlayAnswer.Close : OverlayAnswer.Taken;
        }

        if (!Type(key))
        {
            int step = key == Key.CursorUp ? -1 : key == Key.CursorDown ? 1 : key == Key.PageUp ? -page : key == Key.PageDown ? page
                : key == Key.Home ? -_matches.Count : key == Key.End ? _matches.Count : 0;
            _selected = Math.Clamp(_selected + step, 0, Math.Max(0, _matches.Count - 1));
        }

        return OverlayAnswer.Taken;
    }

    protected override void Compose(Grid grid)
    {
        grid.Paint(0, 0, grid.Width, ThemeRole.Header);
        string typed = _typed.Length > 0 ? _typed + "_" : "type to narrow";
        string on = CountOn is null ? "" : $", {CountOn()} on";
        grid.Put(0, 0, $"{SafeText.Of(typed)}   {_matches.Count} of {items.Length}{on}", ThemeRole.Header);
        grid.Put(grid.Width - NoteTitle.Length - 1, 0, NoteTitle, ThemeRole.Header);
        int page = grid.Height - 1;
        _top = Math.Clamp(_top, Math.Max(0, _selected - Math.Max(1, page) + 1), _selected);
        Span<char> line = stackalloc char[256];
        for (int y = 0; y < page && _top + y < _matches.Count; y++)
        {
            string item = _matches[_top + y];
            (isOn(item) ? "  [x] " : "  [ ] ").CopyTo(line);
            int length = 6 + SafeText.Write(item, line[6..]);
            int room = Note is null ? grid.Width : grid.Width - NoteTitle.Length - 2;
            if (length > room && room > 0)
            {
                (length, line[room - 1]) = (room, Look.Cut);
            }

            grid.Put(0, y + 1, line[..length], ThemeRole.Normal);
            if (Note is not null && Note(item, line) is int noted and > 0)
            {
                grid.Put(grid.Width - noted - 1, y + 1, line[..noted], ThemeRole.Normal);
            }

            if (_top + y == _selected)
            {
                grid.Paint(0, y + 1, grid.Width, ThemeRole.Selected);
            }
        }

        if (_matches.Count == 0 && page > 0)
        {
            grid.Put(0, 1, "  nothing matches: Backspace", ThemeRole.Dim);
        }
    }

    private bool Type(Key key)
    {
        if (key == Key.Backspace)
        {
            _typed.Length = Math.Max(0, _typed.Length - 1);
        }
        else if (key == Key.U.WithCtrl)
        {
            _typed.Clear();
        }
        else if (key is { IsCtrl: false, IsAlt: false } && key.AsRune is { IsAscii: true, Value: > ' ' and < 0x7f } rune)
        {
            _typed.Append((char)rune.Value);
        }
        else
        {
            return false;
        }

        string typed = _typed.ToString();
        _matches.Clear();
        _matches.AddRange(items.Where(item => item.Contains(typed, StringComparison.OrdinalIgnoreCase)));
        _selected = 0;
        return true;
    }
}

/// <summary>Writes what stands behind an item of a list, and returns its length; 0 for nothing.</summary>
internal delegate int NoteWriter(string item, Span<char> destination);

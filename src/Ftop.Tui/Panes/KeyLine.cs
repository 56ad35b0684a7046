using System.Collections.Immutable;
using Ftop.Tui.Drawing;
using Ftop.Tui.Input;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>The bottom line: the keys that matter here, or a prompt or question while one is open.</summary>
internal sealed class KeyLine(Look look) : GridView(look)
{
    private static readonly KeyAction[] First = [KeyAction.Help, KeyAction.Quit];

    private static readonly KeyAction[] Last =
    [
        KeyAction.Drill, KeyAction.SortRight, KeyAction.Search, KeyAction.Filter,
        KeyAction.Freeze, KeyAction.AllOff, KeyAction.Mark, KeyAction.Clear,
    ];

    private ImmutableArray<(string Label, string Text)> _keys = [];

    /// <summary>Keys of all panes of a replay.</summary>
    public static ImmutableArray<(string Label, string Text)> ReplayKeys { get; } =
    [
        ("?", "Help"), ("0-9", "Views"), ("q", "Quit"), ("Space", "Play"), ("Left", "Back"), ("Right", "Step"), ("[", "Slower"), ("]", "Faster"),
        ("G", "Go"), ("Enter", "Open"), (">", "Sort"), ("/", "Find"), ("\\", "Filter"), ("Home", "Begin"), ("End", "End"), ("m", "Mark"),
    ];

    /// <summary>What takes all keys; null while nothing does.</summary>
    public LineInput? Input { get; private set; }

    public void Show(LineInput? input)
    {
        Input = input;
        SetStale();
    }

    /// <summary>Keys of an overlay.</summary>
    public void ShowKeys(ImmutableArray<(string Label, string Text)> keys)
    {
        _keys = keys;
        SetStale();
    }

    /// <summary>Keys of a pane: help and views, its own, then those that all panes know.</summary>
    public void ShowKeys(ImmutableArray<KeyAction> mainKeys)
    {
        ImmutableArray<(string Label, string Text)>.Builder keys = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (KeyAction action in First.Concat(mainKeys).Concat(Last).Concat(Keys.Table.Select(entry => entry.Action)).Distinct())
        {
            KeyEntry? entry = Keys.Table.FirstOrDefault(entry => entry.Action == action && entry.ShortHelp.Length > 0);
            if (entry is not null)
            {
                keys.Add((entry.Label.Split(' ')[0], entry.ShortHelp));
            }
        }

        keys.Insert(1, ("0-9", "Views"));
        ShowKeys(keys.ToImmutable());
    }

    protected override void Compose(Grid grid)
    {
        grid.Paint(0, 0, grid.Width, ThemeRole.KeyLabel);
        if (Input is LineInput input)
        {
            input.Compose(grid);
            return;
        }

        int x = 0;
        foreach ((string label, string text) in _keys)
        {
            if (x + label.Length + text.Length + 1 < grid.Width) // the last cell of the screen is never written: terminals may scroll
            {
                x = grid.Put(x, 0, label, ThemeRole.Key) + 1;
                x = grid.Put(x, 0, text, ThemeRole.KeyLabel) + 1;
            }
        }
    }
}

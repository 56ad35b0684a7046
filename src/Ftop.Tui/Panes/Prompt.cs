using System.Text;
using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>A one-line editor on the bottom line: type, Backspace, Ctrl-U for nothing, Enter to take it, Esc to leave it.</summary>
internal sealed class Prompt(string label, string text)
{
    private const int MaxChars = 200;

    private readonly StringBuilder _text = new(text);

    /// <summary>The text after every change.</summary>
    public Action<string>? OnChanged { get; init; }

    public required Action<string> OnTaken { get; init; }

    public Action? OnLeft { get; init; }

    /// <summary>Takes every key; returns true once the prompt is done.</summary>
    public bool Press(Key key)
    {
        if (key == Key.Enter || key == Key.Esc)
        {
            return true;
        }

        if (key == Key.Backspace)
        {
            _text.Length = Math.Max(0, _text.Length - 1);
        }
        else if (key == Key.U.WithCtrl)
        {
            _text.Clear();
        }
        else if (key is { IsCtrl: false, IsAlt: false } && key.AsRune is { IsBmp: true, Value: >= ' ' and not 0x7f } rune && _text.Length < MaxChars)
        {
            _text.Append((char)rune.Value);
        }

        OnChanged?.Invoke(_text.ToString());
        return false;
    }

    /// <summary>Tells what came of it, after the prompt is off the screen: <see cref="OnTaken"/> may open the next.</summary>
    public void Finish(bool isTaken)
    {
        if (isTaken)
        {
            OnTaken(_text.ToString());
        }
        else
        {
            OnLeft?.Invoke();
        }
    }

    public void Compose(Grid grid)
    {
        int x = grid.Put(0, 0, label, ThemeRole.Key);
        string safe = SafeText.Of(_text.ToString());
        int room = Math.Max(0, grid.Width - x - 1);
        x = grid.Put(x, 0, safe.AsSpan(Math.Max(0, safe.Length - room)), ThemeRole.KeyLabel);
        grid.Put(x, 0, "_", ThemeRole.KeyLabel);
    }
}

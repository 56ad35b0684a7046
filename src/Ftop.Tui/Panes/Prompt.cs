using System.Text;
using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>
/// A one-line editor on the bottom line. The text that it begins with is selected: typing replaces it, Right or End keeps it to go on from there.
/// Backspace, Ctrl-U for nothing, Tab to complete, Enter to take it, Esc to leave it.
/// </summary>
/// <param name="label">What is wanted, up to where it is typed.</param>
/// <param name="text">What it is now.</param>
internal sealed class Prompt(string label, string text) : LineInput
{
    private const int MaxChars = 200;

    private readonly StringBuilder _text = new(text);
    private bool _isSelected = text.Length > 0;
    private bool _isTaken;

    public string Text => _text.ToString();

    /// <summary>Several words, of which Tab completes the last.</summary>
    public bool HasWords { get; init; }

    /// <summary>What stands between words.</summary>
    public char[] WordEnds { get; init; } = [' ', ','];

    /// <summary>The text after every change.</summary>
    public Action<string>? OnChanged { get; init; }

    /// <summary>Tab, with the word to complete.</summary>
    public Action<string>? OnTab { get; init; }

    /// <summary>F3, as in htop's search.</summary>
    public Action? OnNext { get; init; }

    public required Action<string> OnTaken { get; init; }

    public Action? OnLeft { get; init; }

    public override bool Press(Key key)
    {
        if (key == Key.Enter || key == Key.Esc)
        {
            _isTaken = key == Key.Enter;
            return true;
        }

        if (key == Key.Tab)
        {
            _isSelected = false;
            OnTab?.Invoke(Text[WordStart..]);
        }
        else if (key == Key.F3 && OnNext is not null)
        {
            OnNext();
        }
        else if (key == Key.CursorRight || key == Key.End)
        {
            _isSelected = false;
        }
        else if (Edit(key))
        {
            OnChanged?.Invoke(Text);
        }

        return false;
    }

    /// <summary>Puts a longer word in the place of the last, or of all where there are no words.</summary>
    public void Replace(string word)
    {
        _text.Length = WordStart;
        _text.Append(word.AsSpan(0, Math.Min(word.Length, MaxChars - _text.Length)));
        OnChanged?.Invoke(Text);
    }

    public override bool LeavesQuit(Key key) => key != Key.Q;

    public override void Finish()
    {
        if (_isTaken)
        {
            OnTaken(Text);
        }
        else
        {
            OnLeft?.Invoke();
        }
    }

    public override void Compose(Grid grid)
    {
        int x = grid.Put(0, 0, label, ThemeRole.Key);
        string safe = SafeText.Of(Text);
        int room = Math.Max(0, grid.Width - x - 1);
        x = grid.Put(x, 0, safe.AsSpan(Math.Max(0, safe.Length - room)), _isSelected ? ThemeRole.Selected : ThemeRole.KeyLabel);
        grid.Put(x, 0, "_", ThemeRole.KeyLabel);
    }

    private int WordStart => HasWords ? Text.LastIndexOfAny(WordEnds) + 1 : 0;

    private bool Edit(Key key)
    {
        if (key == Key.U.WithCtrl || (key == Key.Backspace && _isSelected))
        {
            _text.Clear();
        }
        else if (key == Key.Backspace)
        {
            _text.Length = Math.Max(0, _text.Length - 1);
        }
        else if (key is { IsCtrl: false, IsAlt: false } && key.AsRune is { IsBmp: true, Value: >= ' ' and not 0x7f } rune)
        {
            _text.Length = _isSelected ? 0 : _text.Length;
            _text.Append(_text.Length < MaxChars ? ((char)rune.Value).ToString() : "");
        }
        else
        {
            return false;
        }

        _isSelected = false;
        return true;
    }
}

using Ftop.Tui.Drawing;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>A question on the bottom line: <c>y</c> says yes; Enter, Esc and every other key say no.</summary>
/// <param name="text">What is asked; where the line is too short its end stays.</param>
/// <param name="onYes">What was asked for.</param>
/// <param name="onNo">What there is to say if it is not to be.</param>
internal sealed class Question(string text, Action onYes, Action onNo) : LineInput
{
    private const string Answers = " y/N ";
    private bool _isYes;

    public override bool Press(Key key)
    {
        _isYes = key == Key.Y || key == Key.Y.WithShift;
        return true;
    }

    public override bool LeavesQuit(Key key) => true;

    public override void Finish() => (_isYes ? onYes : onNo)();

    public override void Compose(Grid grid)
    {
        string safe = SafeText.Of(text);
        int room = Math.Max(0, grid.Width - Answers.Length - 1);
        int x = grid.Put(0, 0, safe.AsSpan(0, Math.Min(safe.Length, room)), ThemeRole.Warning);
        grid.Put(x, 0, Answers, ThemeRole.Key);
    }
}

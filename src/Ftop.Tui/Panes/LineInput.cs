using Ftop.Tui.Drawing;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>What takes all keys on the bottom line until it is done: a text to type, a question to answer.</summary>
internal abstract class LineInput
{
    /// <summary>Takes every key; returns true once it is done.</summary>
    public abstract bool Press(Key key);

    /// <summary>True where the key is not for it: it quits, as everywhere.</summary>
    public abstract bool LeavesQuit(Key key);

    /// <summary>Tells what came of it, after it is off the screen: what is told may open the next.</summary>
    public abstract void Finish();

    public abstract void Compose(Grid grid);
}

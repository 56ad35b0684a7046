using Ftop.Tui.Drawing;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>A line below a pane that stands where another one would: how to have that.</summary>
internal sealed class NotePane(Look look) : GridView(look)
{
    private string _text = "";

    /// <summary>What it says; cut where the screen is too narrow.</summary>
    public string Note
    {
        get => _text;
        set
        {
            if (_text != value)
            {
                _text = value;
                SetStale();
            }
        }
    }

    protected override void Compose(Grid grid) => grid.Put(0, 0, _text, ThemeRole.Dim);
}

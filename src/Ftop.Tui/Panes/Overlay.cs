using System.Collections.Immutable;
using Ftop.Tui.Drawing;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>Stands in the place of the panes until it is closed.</summary>
internal abstract class Overlay(Look look) : GridView(look)
{
    /// <summary>For the bottom line.</summary>
    public abstract ImmutableArray<(string Label, string Text)> LineKeys { get; }

    /// <summary>For the status line.</summary>
    public abstract string OverlayTitle { get; }

    /// <summary>Columns that suffice where there are more; the pane is seen beside them.</summary>
    public int Columns { get; init; } = int.MaxValue / 2;

    /// <summary>A new window is there.</summary>
    public virtual void Refresh()
    {
    }

    /// <summary>Takes every key that is not the whole program's.</summary>
    public abstract OverlayAnswer Press(Key key);
}

/// <summary>What an overlay made of a key.</summary>
internal enum OverlayAnswer
{
    Ignored,
    Taken,
    Close,
}

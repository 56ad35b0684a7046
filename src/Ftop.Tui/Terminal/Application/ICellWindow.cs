namespace Ftop.Tui.Terminal.Application;

/// <summary>
/// A window of views that touch no cells but those that changed. Terminal.Gui's passes over all views (clips, adornments, lines) are more than half of what a
/// frame of an idle board costs, and do nothing while no view moves.
/// </summary>
internal interface ICellWindow
{
    /// <summary>Puts what changed since it was drawn into the driver's buffer.</summary>
    /// <returns>Whether there was something.</returns>
    bool DrawStale();
}

namespace Ftop.Tui.Panes;

/// <summary>The longest span of a row, and what happened meanwhile.</summary>
internal sealed class WorstPage : DetailPage
{
    public override string Title => "worst";

    public override bool IsThere => false;

    public override void Refresh()
    {
    }

    public override void Write(List<TextLine> lines, int width)
    {
    }
}

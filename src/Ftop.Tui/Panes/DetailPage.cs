using Ftop.Aggregation.Measures;

namespace Ftop.Tui.Panes;

/// <summary>One of the things that the details of a row show beside its numbers.</summary>
internal abstract class DetailPage
{
    /// <summary>In the head, as short as can be.</summary>
    public abstract string Title { get; }

    /// <summary>Whether there is something to show, ever since it is looked at.</summary>
    public abstract bool IsThere { get; }

    /// <summary>What is measured for it while it is looked at; null for nothing.</summary>
    public virtual Measure? Measured => null;

    /// <summary>A new window is there.</summary>
    public abstract void Refresh();

    /// <summary>Writes it.</summary>
    /// <param name="lines">Takes it.</param>
    /// <param name="width">Columns of the screen.</param>
    public abstract void Write(List<TextLine> lines, int width);
}

using Ftop.Aggregation.Windows;

namespace Ftop.Tui.Panes;

/// <summary>
/// The longest span of a row:
/// <code>
/// longest since start or clear: 12.3ms
///   began  238.502726  CPU 1  dd-7214
///   ended  238.515026  CPU 0  swapper/0-0
/// </code>
/// </summary>
internal sealed class WorstPage(Screen screen, Func<WorstSpan?> read) : PastPage(screen, () => read() is WorstSpan span ? (span, "longest since start or clear") : null)
{
    public override string Title => "worst";

    protected override bool ShowsAtOnce => true;
}

using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Text;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

/// <summary>
/// The rows of a view's measure, in the columns that its definition has:
/// <code>
/// SOFTIRQ       ▼COUNT/S     P50     P99     MAX   OPEN
/// TIMER              250  1.20µs  9.80µs  23.4µs      0
/// </code>
/// </summary>
internal sealed class MeasurePane : RowTable<MeasureRow, (int Source, ulong Key)>
{
    private readonly ViewDefinition _view;

    public MeasurePane(Screen screen, ViewDefinition view)
        : base(screen, TableDefinition.Of(view)) => _view = view;

    /// <inheritdoc/>
    public override string PaneTitle => _view.Title;

    /// <inheritdoc/>
    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.EventPicker, KeyAction.PidFilter];

    /// <inheritdoc/>
    public override ImmutableArray<DetailPage> DetailPages => [DurationsOf(static row => row.Durations), WorstOf(static row => row.Worst), .. Breakdowns()];

    /// <inheritdoc/>
    protected override string EmptyText
    {
        get
        {
            ImmutableArray<string> available = Screen.Control.AvailableEvents;
            string? off = Screen.Replay is null ? EventSet.Expand(_view.Needs, available).FirstOrDefault(need => !EventSet.IsOn(Screen.Control.State.Events, need)) : null;
            return ViewLack.Of(_view, available) is string lack ? $"this kernel has {lack}"
                : Screen.Replay is not null ? "nothing of this in the recording so far"
                : off is not null ? $"{off} is not on: press e to choose events"
                : _view.IsOfProbes ? "no probe was hit yet"
                : "none of these events occurred yet";
        }
    }

    // Not of the rows that are together for want of room.
    private IEnumerable<DetailPage> Breakdowns() =>
        TryGetDrilled(out MeasureRow? row) && !row!.Parts.IsEmpty ? BreakdownPage.Of(Screen, _view.Measures[row.Source], row.Key) : [];

    /// <inheritdoc/>
    protected override (int Source, ulong Key) KeyOf(MeasureRow row) => (row.Source, row.Key);

    /// <inheritdoc/>
    protected override void Describe(MeasureRow row, List<TextLine> lines)
    {
        lines.Add(new TextLine($"{_view.Title}: {SafeText.Of(row.Name)}", ThemeRole.Key));
        Details.AddRates(lines, row.Rates, Look, LossOf(row), "events");
        if (row.Sum is Rates sum)
        {
            lines.Add(Details.Line("bytes in the window", Quantity.Text(to => Quantity.Count(sum.Count, to))));
            lines.Add(Details.Line("bytes since start", Quantity.Text(to => Quantity.Count(sum.SinceStart, to))));
        }

        if (row.InFlight is long open)
        {
            lines.Add(Details.Line("begun, not ended", Quantity.Text(to => Quantity.Count(open, to))));
        }

        if (_view.IsJoined ? _view.Measures.Any(static measure => measure.HasSpans) : _view.Measures[row.Source].HasSpans)
        {
            Details.AddLatency(lines, row.Latency, Look, "none ended in this window");
        }
    }
}

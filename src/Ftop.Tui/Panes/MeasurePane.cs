using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
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
internal sealed class MeasurePane : RowTable<MeasureRow, ulong>
{
    private const int NumberWidth = 7;
    private const int NameWidth = 16;
    private const int WidestName = 32;

    private readonly ViewDefinition _view;
    private readonly Column<MeasureRow> _sort;

    public MeasurePane(Screen screen, ViewDefinition view)
        : base(screen)
    {
        _view = view;
        Column<MeasureRow>[] columns = [.. view.Columns.Select(ColumnOf)];
        NameColumn = columns[0];
        _sort = columns[1];
        UseColumns(columns);
    }

    /// <inheritdoc/>
    public override string PaneTitle => _view.Title;

    /// <inheritdoc/>
    public override ImmutableArray<KeyAction> MainKeys => [KeyAction.EventPicker, KeyAction.PidFilter];

    /// <inheritdoc/>
    protected override Column<MeasureRow> NameColumn { get; }

    /// <inheritdoc/>
    protected override Column<MeasureRow> DefaultSort => _sort;

    /// <inheritdoc/>
    protected override string EmptyText
    {
        get
        {
            ImmutableArray<string> available = Screen.Control.AvailableEvents;
            string? missing = available.IsEmpty ? null : _view.Needs.FirstOrDefault(need => !EventSet.IsAnyOf(available, need));
            string? off = Screen.Replay is null ? _view.Needs.FirstOrDefault(need => !EventSet.IsOn(Screen.Control.State.Events, need)) : null;
            return missing is not null ? $"this kernel has no events {missing}: {_view.NeedsConfig} brings them"
                : Screen.Replay is not null ? "nothing of this in the recording so far"
                : off is not null ? $"{off} is not on: press e to choose events"
                : "none of these events occurred yet";
        }
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<MeasureRow> RowsOf(WindowSnapshot window)
    {
        foreach (MeasureTable table in window.Measures)
        {
            if (table.Measure == _view.Measure)
            {
                return table.Rows;
            }
        }

        return [];
    }

    /// <inheritdoc/>
    protected override ulong KeyOf(MeasureRow row) => row.Key;

    /// <inheritdoc/>
    protected override long SinceStart(MeasureRow row) => row.Rates.SinceStart;

    /// <inheritdoc/>
    protected override int CompareNames(MeasureRow left, MeasureRow right) => string.CompareOrdinal(left.Name, right.Name);

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

        if (_view.Measure!.HasSpans)
        {
            Details.AddLatency(lines, row.Latency, Look, "none ended in this window");
        }
    }

    private Column<MeasureRow> ColumnOf(ColumnDefinition column) => column.Unit == ColumnUnit.Key
        ? new Column<MeasureRow>
        {
            Title = column.Title,
            MinWidth = NameWidth,
            MaxWidth = WidestName,
            IsText = true,
            Format = (MeasureRow row, Span<char> destination, in CellContext _) => SafeText.Write(row.Name, destination),
            Compare = CompareNames,
        }
        : new Column<MeasureRow>
        {
            Title = column.Title,
            MinWidth = Math.Max(NumberWidth, column.Title.Length + 1),
            DropOrder = column.DropOrder,
            Format = (MeasureRow row, Span<char> destination, in CellContext context) => Format(column, row, destination, context),
            Compare = (left, right) => (column.Value(left) ?? -1).CompareTo(column.Value(right) ?? -1),
        };

    private static int Format(ColumnDefinition column, MeasureRow row, Span<char> destination, in CellContext context) => (column.Unit, column.Value(row)) switch
    {
        (_, null) => 0,
        (ColumnUnit.PerSec, double perSec) => context.Rate(perSec, destination),
        (ColumnUnit.PerSec10, double perSec) => context.Rate(perSec, context.Loss.In10Sec, destination),
        (ColumnUnit.PerSec60, double perSec) => context.Rate(perSec, context.Loss.In60Sec, destination),
        (ColumnUnit.BytesPerSec, double perSec) => context.Rate(perSec, destination),
        (ColumnUnit.SinceStart, double count) => context.Count((long)count, context.Loss.SinceStart && !row.Rates.IsSparedByLoss, destination),
        (ColumnUnit.Duration, double ns) => context.Duration((long)ns, destination),
        (_, double count) => Quantity.Count(count, destination),
    };
}

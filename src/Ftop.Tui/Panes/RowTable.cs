using System.Collections.Immutable;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;

namespace Ftop.Tui.Panes;

/// <summary>
/// A table over the rows of one window:
/// <code>
/// FUNCTION              ▼CALLS/S     10s     60s   TOTAL
/// vfs_read                 12.3k   11.9k   10.2k   4.56M
/// </code>
/// Sorting, filter, search and selection; subclasses say which rows and which columns. The selection stays at the top until the operator moves it,
/// then on its row while rows move, until it is moved back to the top. Where the first row is out of sight, head and status line say which rows are seen.
/// </summary>
internal abstract partial class RowTable<TRow, TKey> : TablePane
    where TKey : notnull, IEquatable<TKey>
{
    private const int MaxCellChars = 256;

    private readonly ColumnLayout<TRow> _layout = new();
    private readonly Dictionary<TKey, long> _countsAtMark = [];
    private readonly List<Column<TRow>> _columns = [];
    private readonly RowOrder<TRow> _order = new();
    private WindowSnapshot? _markOfCounts;
    private TKey? _drilled;
    private bool _hasDrilled;

    protected RowTable(Screen screen)
        : base(screen)
    {
    }

    protected IReadOnlyList<TRow> Rows { get; private set; } = [];

    /// <summary>Where the name stands that search and filter look at.</summary>
    protected abstract Column<TRow> NameColumn { get; }

    /// <summary>The sort column until the operator chooses one.</summary>
    protected abstract Column<TRow> DefaultSort { get; }

    protected abstract IReadOnlyList<TRow> RowsOf(WindowSnapshot window);

    /// <summary>The rows on screen changed: which columns there are may depend on them.</summary>
    protected virtual void OnRows(IReadOnlyList<TRow> rows)
    {
    }

    protected abstract TKey KeyOf(TRow row);

    protected abstract int CompareNames(TRow left, TRow right);

    protected abstract long SinceStart(TRow row);

    /// <summary>What to do where there is no row at all.</summary>
    protected abstract string EmptyText { get; }

    protected abstract void Describe(TRow row, List<TextLine> lines);

    protected virtual bool IsShown(TRow row) => true;

    /// <summary>Which numbers of this row may be too small.</summary>
    protected virtual Loss LossOf(TRow row) => Screen.Loss;

    protected void UseColumns(params ReadOnlySpan<Column<TRow>> columns)
    {
        _columns.AddRange(columns);
        _columns.Add(new Column<TRow>
        {
            Title = "MARK",
            MinWidth = 7,
            IsPresent = () => Screen.Mark is not null,
            Format = (TRow row, Span<char> destination, in CellContext context) =>
                context.Count(SinceMark(row), context.Loss.SinceStart, destination),
            Compare = (left, right) => SinceMark(left).CompareTo(SinceMark(right)),
        });
    }

    /// <inheritdoc/>
    public override void Refresh()
    {
        Rows = Screen.Window is WindowSnapshot window ? RowsOf(window) : [];
        OnRows(Rows);
        _order.IsStale = true;
        SetNeedsDraw();
    }

    /// <inheritdoc/>
    public override bool TryDescribe(List<TextLine> lines)
    {
        foreach (TRow row in Rows)
        {
            if (_hasDrilled && KeyOf(row).Equals(_drilled))
            {
                Describe(row, lines);
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public override bool TryDrill()
    {
        Order();
        _hasDrilled = _order.Count > 0;
        _drilled = _hasDrilled ? KeyOf(Rows[_order[SelectedIndex]]) : default;
        return _hasDrilled;
    }

    private long SinceMark(TRow row) => SinceStart(row) - _countsAtMark.GetValueOrDefault(KeyOf(row));

    private void TakeMark()
    {
        if (ReferenceEquals(_markOfCounts, Screen.Mark))
        {
            return;
        }

        _markOfCounts = Screen.Mark;
        _countsAtMark.Clear();
        if (_markOfCounts is not null)
        {
            foreach (TRow row in RowsOf(_markOfCounts))
            {
                _countsAtMark[KeyOf(row)] = SinceStart(row);
            }
        }
    }
}

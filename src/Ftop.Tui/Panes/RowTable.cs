using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;

namespace Ftop.Tui.Panes;

/// <summary>
/// A table over the rows of one window:
/// <code>
/// FUNCTION              ▼CALLS/S     10s     60s   TOTAL
/// vfs_read                 12.3k   11.9k   10.2k   4.56M
/// </code>
/// Rows and columns are those of its definition; sorting, filter, search and selection are the same for all. The selection stays at the top until the operator moves it,
/// then on its row while rows move, until it is moved back to the top. Where the first row is out of sight, head and status line say which rows are seen.
/// </summary>
internal abstract partial class RowTable<TRow, TKey> : TablePane
    where TKey : notnull, IEquatable<TKey>
{
    private const int MaxCellChars = 256;
    private const int MostWorst = 16;

    private readonly TableDefinition<TRow> _table;
    private readonly ColumnPresence<TRow> _presence;
    private readonly ColumnLayout<TRow> _layout = new();
    private readonly Dictionary<TKey, long> _countsAtMark = [];
    private readonly Dictionary<TKey, WorstPage> _worst = [];
    private readonly List<Column<TRow>> _columns = [];
    private readonly ImmutableArray<Column<TRow>> _sorts;
    private readonly RowOrder<TRow> _order = new();
    private WindowSnapshot? _markOfCounts;
    private bool _areRowsStale;
    private TKey? _drilled;
    private bool _hasDrilled;

    protected RowTable(Screen screen, TableDefinition<TRow> table)
        : base(screen)
    {
        _table = table;
        _presence = new ColumnPresence<TRow>(IsWide, () => Rows);
        var columns = new CatalogColumns<TRow>(table, screen, _presence);
        _columns.AddRange(table.Screen.Select(columns.Of));
        _columns.Add(new Column<TRow>
        {
            Title = "MARK",
            MinWidth = 7,
            IsPresent = () => Screen.Mark is not null,
            Format = (TRow row, Span<char> destination, in CellContext context) =>
                context.Count(SinceMark(row), context.Loss.SinceStart, destination),
            Compare = (left, right) => SinceMark(left).CompareTo(SinceMark(right)),
        });
        NameColumn = _columns[table.Screen.IndexOf(table.Name)];
        _sorts = [.. table.Sorts.Select(column => _columns[table.Screen.IndexOf(column)])];
        AddCharts();
    }

    /// <summary>Those of the window, made when they are first asked for: of a pane that nobody looks at, never.</summary>
    protected IReadOnlyList<TRow> Rows
    {
        get
        {
            if (_areRowsStale)
            {
                _areRowsStale = false;
                field = Screen.Window is WindowSnapshot window ? _table.Rows(window) : [];
            }

            return field;
        }
    } = [];

    /// <summary>Where the name stands that search and filter look at.</summary>
    protected Column<TRow> NameColumn { get; }

    /// <summary>The sort column until the operator chooses one.</summary>
    private Column<TRow> DefaultSort => _sorts.First(column => column.IsPresent?.Invoke() ?? true);

    protected abstract TKey KeyOf(TRow row);

    protected virtual long SinceStart(TRow row) => _table.Rates!(row).SinceStart; // of rows without rates a pane says it itself

    /// <summary>What to do where there is no row at all.</summary>
    protected abstract string EmptyText { get; }

    protected abstract void Describe(TRow row, List<TextLine> lines);

    protected virtual bool IsShown(TRow row) => true;

    /// <summary>Which numbers of this row may be too small.</summary>
    protected virtual Loss LossOf(TRow row) => Screen.Loss;

    /// <summary>Puts columns that only a screen has before one of the catalogue's; once, while the pane is made.</summary>
    protected void InsertBefore(string id, params ReadOnlySpan<Column<TRow>> columns)
    {
        int place = 0;
        while (_table.Screen[place].Id != id)
        {
            place++;
        }

        _columns.InsertRange(place, columns);
    }

    /// <inheritdoc/>
    public override void Refresh()
    {
        _areRowsStale = true;
        _presence.Forget();
        ReadCharts();
        _order.IsStale = true;
        SetStale();
    }

    /// <inheritdoc/>
    public override bool TryDescribe(List<TextLine> lines)
    {
        bool isThere = TryGetDrilled(out TRow? row);
        if (isThere)
        {
            Describe(row!, lines);
        }

        return isThere;
    }

    /// <summary>The row that the details are about; false where the window has it not.</summary>
    protected bool TryGetDrilled(out TRow? drilled)
    {
        foreach (TRow row in Rows)
        {
            if (_hasDrilled && KeyOf(row).Equals(_drilled))
            {
                drilled = row;
                return true;
            }
        }

        drilled = default;
        return false;
    }

    /// <summary>The page of how long the drilled row's calls or spans took.</summary>
    protected DurationsPage DurationsOf(Func<TRow, Durations> durations) => new(Screen, steps =>
    {
        bool isThere = TryGetDrilled(out TRow? row);
        if (isThere)
        {
            durations(row!).AddTo(steps);
        }

        return isThere;
    });

    /// <inheritdoc/>
    public override bool TryDrill()
    {
        Order();
        _hasDrilled = _order.Count > 0;
        _drilled = _hasDrilled ? KeyOf(Rows[_order[SelectedIndex]]) : default;
        return _hasDrilled;
    }

    /// <summary>The page of the drilled row's longest span: the same whenever the same row is looked at, with what was read for it.</summary>
    protected WorstPage WorstOf(Func<TRow, WorstSpan?> worst)
    {
        if (_drilled is null || !_hasDrilled)
        {
            return new WorstPage(Screen, static () => null);
        }

        if (_worst.Count == MostWorst)
        {
            _worst.Clear();
        }

        ref WorstPage? page = ref CollectionsMarshal.GetValueRefOrAddDefault(_worst, _drilled, out _);
        return page ??= new WorstPage(Screen, () => TryGetDrilled(out TRow? row) ? worst(row!) : null);
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
            foreach (TRow row in _table.Rows(_markOfCounts))
            {
                _countsAtMark[KeyOf(row)] = SinceStart(row);
            }
        }
    }
}

/// <summary>The rows of a table that are seen, counted from 1.</summary>
internal readonly record struct RowPlace(int First, int Last, int Count)
{
    /// <summary>Short, for the head of the table: <c> 34-50/1297</c>.</summary>
    public int Write(Span<char> destination) =>
        destination.TryWrite(CultureInfo.InvariantCulture, $" {First}-{Last}/{Count}", out int length) ? length : 0;

    /// <summary>For the status line: <c>rows 34-50 of 1297</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rows {First}-{Last} of {Count}");
}

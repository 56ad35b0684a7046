using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Columns;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Panes;

// What a wide screen has room for: each row's share of all, and how it went in the last windows.
internal abstract partial class RowTable<TRow, TKey>
{
    private const int WideColumns = 120;

    // Before the averages over 10 s and 60 s, which a trend shows better.
    private const int ChartDropOrder = 7;

    private RowTrends<TKey>? _trends;
    private WindowSnapshot? _trendOf;
    private int _clears;
    private double _sum;
    private int _shared;

    private bool IsWide() => Viewport.Width >= WideColumns;

    private void AddCharts()
    {
        if (_table.Rates is null)
        {
            return; // the CPUs have their own
        }

        int place = 1 + Math.Max(0, _table.Screen.IndexOf(_table.Screen.FirstOrDefault(static column => column.Unit == ColumnUnit.PerSec) ?? _table.Name));
        _columns.InsertRange(place,
        [
            new Column<TRow>
            {
                Title = "SHARE",
                MinWidth = 8,
                MaxWidth = 16,
                DropOrder = ChartDropOrder,
                IsText = true,
                IsPresent = IsWide,
                Format = FormatShare,
                RoleOf = static _ => ThemeRole.Bar,
            },
            new Column<TRow>
            {
                Title = "TREND",
                MinWidth = 12,
                MaxWidth = RowTrends<TKey>.Length,
                DropOrder = ChartDropOrder,
                IsText = true,
                IsPresent = IsWide,
                Format = (TRow row, Span<char> destination, in CellContext context) => _trends?.Write(KeyOf(row), destination, context.Look.SparkCells) ?? 0,
                RoleOf = static _ => ThemeRole.Bar,
            },
        ]);
    }

    // Also while the pane is not seen: its trend is there when it is.
    private void ReadCharts()
    {
        _sum = -1;
        if (Screen.Columns < WideColumns || _table.Rates is null || Screen.Window is not WindowSnapshot window || ReferenceEquals(window, _trendOf))
        {
            return;
        }

        if (_clears != Screen.Clears)
        {
            _trends?.Clear();
            _clears = Screen.Clears;
        }

        _trendOf = window;
        _trends ??= new RowTrends<TKey>();
        _trends.BeginWindow();
        for (int row = 0; row < Math.Min(Rows.Count, RowTrends<TKey>.MostRows); row++)
        {
            _trends.Add(KeyOf(Rows[row]), _table.Rates(Rows[row]).PerSec);
        }
    }

    // Of what rows are sorted by at first: time where there is time, else how often.
    private void ReadShares()
    {
        _sum = 0;
        _shared = Math.Max(0, _sorts.IndexOf(DefaultSort));
        for (int row = 0; row < Rows.Count; row++)
        {
            _sum += ShareOf(Rows[row]);
        }
    }

    private double ShareOf(TRow row) => _table.IsLast?.Invoke(row) is true && _table.Sorts[_shared].Unit == ColumnUnit.Duration ? 0 : _table.Sorts[_shared].Value(row) ?? 0;

    private int FormatShare(TRow row, Span<char> destination, in CellContext context)
    {
        if (_sum < 0)
        {
            ReadShares();
        }

        int length = _sum > 0 ? (int)Math.Round(Math.Clamp(ShareOf(row) / _sum, 0, 1) * destination.Length) : 0;
        destination[..length].Fill(context.Look.BarCell);
        return length;
    }
}

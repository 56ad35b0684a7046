using System.Collections.Immutable;
using Ftop.Tui.Drawing;
using Ftop.Tui.Input;

namespace Ftop.Tui.Panes;

/// <summary>A table of rows with a selected one, as the keys see it.</summary>
internal abstract class TablePane(Screen screen) : GridView(screen.Look)
{
    private bool _isActive;

    /// <summary>As in the help and on the status line.</summary>
    public abstract string PaneTitle { get; }

    /// <summary>Keys that matter most here, for the bottom line.</summary>
    public abstract ImmutableArray<KeyAction> MainKeys { get; }

    /// <summary>Rows show only where their name contains this; empty for all.</summary>
    public string Filter { get; private set; } = "";

    /// <summary>What <c>n</c> and <c>N</c> look for; marked where it occurs in a name.</summary>
    public string SearchText { get; private set; } = "";

    /// <summary>True for the pane that the keys go to.</summary>
    public bool IsActive
    {
        get => _isActive;
        set
        {
            _isActive = value;
            SetStale();
        }
    }

    /// <summary>Which rows are seen; null while the first one is.</summary>
    public abstract RowPlace? Place { get; }

    protected Screen Screen { get; } = screen;

    /// <summary>Rows that fit, below the header.</summary>
    public int PageRows => Math.Max(1, Viewport.Height - 1);

    /// <summary>False where the selection is where it was.</summary>
    public abstract bool MoveSelection(int rows);

    /// <summary>-1 for the column to the left, 1 for the one to the right.</summary>
    public abstract void SortByNeighbour(int step);

    public abstract void InvertSort();

    /// <summary>Titles of the columns on screen that rows can be sorted by.</summary>
    public abstract ImmutableArray<string> SortTitles { get; }

    /// <summary>Title of the column that rows are sorted by.</summary>
    public abstract string SortTitle { get; }

    /// <summary>Which rows come first.</summary>
    public abstract bool IsSortAscending { get; }

    public abstract void SortBy(string title);

    /// <summary>Names of all rows, as the name column writes them.</summary>
    public abstract IEnumerable<string> Names { get; }

    /// <summary>Selects the next row whose name contains <see cref="SearchText"/>, going round; false where there is none.</summary>
    public abstract bool Find(int step, bool isCurrentIncluded);

    /// <summary>Everything known about the selected row; false where there is no row.</summary>
    public abstract bool TryDescribe(List<TextLine> lines);

    /// <summary>What there is to show beside the numbers of that row, as far as it is measured.</summary>
    public virtual ImmutableArray<DetailPage> DetailPages => [];

    /// <summary>Makes the row that is selected now the one that <see cref="TryDescribe"/> tells about, whatever is selected later.</summary>
    public abstract bool TryDrill();

    public void SetFilter(string filter)
    {
        Filter = filter;
        Refresh();
    }

    public void SetSearch(string text)
    {
        SearchText = text;
        SetStale();
    }

    /// <summary>The window, the filter or the mark changed.</summary>
    public abstract void Refresh();
}

using System.Collections.Immutable;
using Ftop.Aggregation.Measures;
using Ftop.Tui.Drawing;
using Ftop.Tui.Input;
using Ftop.Tui.Themes;
using Terminal.Gui.Input;

namespace Ftop.Tui.Panes;

/// <summary>
/// Everything about a row: its numbers, and beside them, or where the screen is narrow in their place, one of the pages, which Tab goes through.
/// <code>
/// System call openat (number 257)     durations  worst
///                                     1.23k timed in 12 s, from each duration on
///   calls in the window    3.21k          1µs ██████████████         345
/// </code>
/// </summary>
internal sealed class DetailOverlay(Look look, string title, Action<List<TextLine>> writeNumbers, bool isLive, params ImmutableArray<DetailPage> pages) : Overlay(look)
{
    private const int NumbersWidth = 39;
    private const int LeastWidthOfTwo = 72;

    private readonly LineBlock _numbers = new();
    private readonly LineBlock _page = new();
    private ImmutableArray<DetailPage> _there = [];
    private DetailPage? _chosen;
    private Measure? _measured;

    public override string OverlayTitle { get; } = title;

    public override ImmutableArray<(string Label, string Text)> LineKeys =>
    [
        ("Esc", "Back"), .. CanTurn ? ((string, string)[])[("Tab", "Next")] : [], ("PgDn", "More"), ("PgUp", "Less"), .. HasWorst && isLive ? ((string, string)[])[("o", "Save")] : [],
    ];

    /// <summary>The keys of the bottom line are others now.</summary>
    public Action<DetailOverlay>? OnKeys { get; init; }

    /// <summary>What is measured for the page that is looked at is another now.</summary>
    public Action? OnMeasured { get; init; }

    /// <summary>What is measured for the page that is looked at; null for nothing.</summary>
    public Measure? Measured => Page?.Measured;

    /// <summary>Whether there is a span, the longest or the latest that failed, whose past may be saved.</summary>
    public bool HasWorst => _there.Any(page => page is PastPage);

    private bool IsBeside => Viewport.Width >= LeastWidthOfTwo;

    // Beside the numbers there is always a page, where there are pages.
    private bool CanTurn => _there.Length > (IsBeside ? 1 : 0);

    private DetailPage? Page => _chosen is not null || !IsBeside ? _chosen : _there.FirstOrDefault();

    public override void Refresh()
    {
        foreach (DetailPage page in pages)
        {
            page.Refresh();
        }

        ImmutableArray<DetailPage> there = [.. pages.Where(page => page.IsThere)];
        bool isOther = !there.SequenceEqual(_there);
        _there = there;
        if (_chosen is not null && !there.Contains(_chosen))
        {
            _chosen = null;
        }

        _numbers.Refresh();
        _page.Refresh();
        SetStale();
        TellMeasured();
        if (isOther)
        {
            OnKeys?.Invoke(this);
        }
    }

    public override OverlayAnswer Press(Key key)
    {
        KeyAction action = Keys.ActionOf(key);
        if (action is KeyAction.Back or KeyAction.Drill or KeyAction.Help)
        {
            return OverlayAnswer.Close;
        }

        if (action is KeyAction.NextPane or KeyAction.PreviousPane && CanTurn)
        {
            Turn(action == KeyAction.NextPane ? 1 : -1);
        }
        else if (TextOverlay.ScrollOf(key, Viewport.Height - 1) is long lines)
        {
            (Page is null || (IsBeside && !_page.HasMore && lines > 0) ? _numbers : _page).Scroll(lines);
            _numbers.Scroll(lines < 0 ? lines : 0);
        }
        else
        {
            return OverlayAnswer.Ignored;
        }

        SetStale();
        return OverlayAnswer.Taken;
    }

    protected override void Compose(Grid grid)
    {
        DetailPage? page = Page;
        bool isBeside = IsBeside && page is not null;
        if (page is null || isBeside)
        {
            _numbers.Compose(grid, 0, 0, isBeside ? NumbersWidth : grid.Width, writeNumbers);
        }

        if (page is not null)
        {
            int x = isBeside ? NumbersWidth + 1 : 0;
            ComposeHead(grid, x, page);
            _page.Compose(grid, x, 1, grid.Width - x, lines => page.Write(lines, grid.Width - x));
        }

        TextOverlay.PutMore(grid, page is null ? _numbers.HasMore : _page.HasMore || (isBeside && _numbers.HasMore));
    }

    private void ComposeHead(Grid grid, int x, DetailPage shown)
    {
        grid.Paint(x, 0, grid.Width - x, ThemeRole.Header);
        int first = 0;
        while (first < _there.IndexOf(shown) && WidthOf(_there[first..(_there.IndexOf(shown) + 1)]) > grid.Width - x)
        {
            first++; // what is looked at is in the head, however many there are
        }

        foreach (DetailPage page in _there[first..])
        {
            x = grid.Put(x, 0, page.Title, ReferenceEquals(page, shown) ? ThemeRole.SortedColumn : ThemeRole.Header);
            x = grid.Put(x, 0, "  ", ThemeRole.Header);
        }
    }

    private static int WidthOf(ImmutableArray<DetailPage> pages) => pages.Sum(static page => page.Title.Length + 2) - 2;

    // Round the pages; where they stand in the numbers' place, these are one more.
    private void Turn(int step)
    {
        int first = IsBeside ? 0 : -1;
        int count = _there.Length - first;
        int here = Page is DetailPage page ? _there.IndexOf(page) : -1;
        int next = ((here - first + step + count) % count) + first;
        _chosen = next < 0 ? null : _there[next];
        _page.Refresh();
        _page.Reset();
        TellMeasured();
    }

    private void TellMeasured()
    {
        if (_measured != Measured)
        {
            _measured = Measured;
            OnMeasured?.Invoke();
        }
    }
}

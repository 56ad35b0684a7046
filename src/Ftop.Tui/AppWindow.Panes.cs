using Ftop.Tui.Control;
using Ftop.Tui.Panes;
using Ftop.Tui.Themes;

namespace Ftop.Tui;

public sealed partial class AppWindow
{
    private const int ThemeColumns = 26;
    private static readonly Message NoRow = new("there is no row to open", MessageKind.Refused);

    private void SortOrStep(int step, bool isArrow)
    {
        if (isArrow && _options.Replay is IReplayControl replay)
        {
            replay.Step(step);
            return;
        }

        _active.SortByNeighbour(step);
        SaySort();
    }

    private void InvertSort()
    {
        _active.InvertSort();
        SaySort();
    }

    private void Zoom()
    {
        if (_view.Panes.Length == 1)
        {
            Say(new Message("this pane is alone on the screen already", MessageKind.Refused));
        }

        _isZoomed = !_isZoomed && _view.Panes.Length > 1;
        Arrange();
    }

    private void Move(int rows)
    {
        if (!_active.MoveSelection(rows))
        {
            Say(new Message(rows < 0 ? "this is the first row" : "this is the last row", MessageKind.Passing));
        }
    }

    private void Mark()
    {
        bool wasMarked = _screen.Mark is not null;
        _screen.ToggleMark();
        RefreshAll();
        Say(_screen.Mark is not null ? new Message("counting from now in a column of its own; m again ends it", MessageKind.Passing)
            : wasMarked ? new Message("mark ended", MessageKind.Passing)
            : new Message("nothing to mark yet: the first window has not ended", MessageKind.Refused));
    }

    private void SaySort() =>
        Say(new Message($"sorted by {_active.SortTitle}, {(_active.IsSortAscending ? "lowest" : "highest")} first", MessageKind.Passing));

    private void OpenSort()
    {
        TablePane pane = _active;
        Open(new PickerOverlay(_look, "Sort by", pane.SortTitles, title => title == pane.SortTitle, title =>
        {
            pane.SortBy(title);
            SaySort();
        })
        {
            IsSingle = true,
            Columns = ThemeColumns,
        }.From(pane.SortTitle));
    }

    private void Drill()
    {
        if (_active is ProcessPane processes && _options.Replay is null)
        {
            Follow(processes);
            return;
        }

        TablePane pane = _active;
        if (pane.TryDrill())
        {
            var details = new DetailOverlay(_look, pane.PaneTitle, lines =>
            {
                if (!pane.TryDescribe(lines))
                {
                    lines.Add(new TextLine("not seen any more", ThemeRole.Dim));
                }
            },
            _options.Replay is null,
            pane.DetailPages)
            {
                OnKeys = overlay => _keyLine.ShowKeys(overlay.LineKeys),
                OnMeasured = WatchView,
            };
            Open(details);
            details.Refresh();
        }
        else
        {
            Say(NoRow);
        }
    }

    private void SaveWorst()
    {
        if (_overlay is DetailOverlay { HasWorst: true })
        {
            SavePast();
        }
        else
        {
            Say(new Message("o saves the longest span of a row: Enter on a row that has one opens it", MessageKind.Refused));
        }
    }

    private void GoBack()
    {
        if (_active is ProcessPane && _pidsBeforeFollow is { } pids)
        {
            _pidsBeforeFollow = null;
            SetPids(pids);
        }
        else if (_active.Filter.Length > 0 || _active.SearchText.Length > 0)
        {
            _active.SetFilter("");
            _active.SetSearch("");
        }
        else if (_isZoomed)
        {
            _isZoomed = false;
            Arrange();
        }
        else if (_view.Definition.Digit != 0)
        {
            Show(_views[0]);
        }
        else
        {
            Say(new Message("nothing to go back from: q quits", MessageKind.Passing));
        }
    }

    private void OpenThemes()
    {
        string before = _options.Themes.Current.Name;
        Open(new PickerOverlay(_look, "Theme", [.. _options.Themes.Themes.Select(theme => theme.Name)], name => name == before, name =>
        {
            ShowTheme(name);
            Say(new Message($"theme {name}", MessageKind.Done));
        })
        {
            IsSingle = true,
            Columns = ThemeColumns,
            OnMoved = ShowTheme,
            OnLeft = () => ShowTheme(before),
        }.From(before));
    }

    private void ShowTheme(string name)
    {
        if (name != _options.Themes.Current.Name && _options.Themes.TrySelect(name))
        {
            ThemeSchemes.Apply(_options.Themes.Current);
            Arrange();
        }
    }

    private void AskSearch()
    {
        TablePane pane = _active;
        Ask(new Prompt("find in names: /", "")
        {
            OnChanged = text =>
            {
                pane.SetSearch(text);
                pane.Find(1, isCurrentIncluded: true);
            },
            OnTab = beginning => Complete(Completion.Of(beginning, pane.Names), "name"),
            OnNext = () => Find(1),
            OnTaken = text => Find(0),
            OnLeft = () => pane.SetSearch(""),
        });
    }

    private void Find(int step)
    {
        if (_active.SearchText.Length == 0)
        {
            Say(new Message("nothing to find: press / and type a part of a name", MessageKind.Refused));
        }
        else if (!_active.Find(step == 0 ? 1 : step, isCurrentIncluded: step == 0))
        {
            Say(new Message($"no name contains '{_active.SearchText}'", MessageKind.Refused));
        }
    }

    private void AskFilter()
    {
        TablePane pane = _active;
        string before = pane.Filter;
        Ask(new Prompt("only names that contain, empty for all: \\", before)
        {
            OnChanged = pane.SetFilter,
            OnTab = beginning => Complete(Completion.Of(beginning, pane.Names), "name"),
            OnTaken = pane.SetFilter,
            OnLeft = () => pane.SetFilter(before),
        });
    }
}

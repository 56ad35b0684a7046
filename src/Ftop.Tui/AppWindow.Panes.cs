using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Panes;
using Ftop.Tui.Themes;

namespace Ftop.Tui;

public sealed partial class AppWindow
{
    private const int ThemeColumns = 26;

    private bool DoInPane(KeyAction action)
    {
        switch (action)
        {
            case KeyAction.NextPane:
                GoToNeighbour(1);
                return true;
            case KeyAction.PreviousPane:
                GoToNeighbour(-1);
                return true;
            case KeyAction.Zoom:
                _isZoomed = !_isZoomed && _view.Panes.Length > 1;
                Arrange();
                return true;
            case KeyAction.Up:
                _active.MoveSelection(-1);
                return true;
            case KeyAction.Down:
                _active.MoveSelection(1);
                return true;
            case KeyAction.PageUp:
                _active.MoveSelection(-_active.PageRows);
                return true;
            case KeyAction.PageDown:
                _active.MoveSelection(_active.PageRows);
                return true;
            case KeyAction.First:
                _active.MoveSelection(int.MinValue);
                return true;
            case KeyAction.Last:
                _active.MoveSelection(int.MaxValue);
                return true;
            case KeyAction.SortLeft:
                _active.SortByNeighbour(-1);
                return true;
            case KeyAction.SortRight:
                _active.SortByNeighbour(1);
                return true;
            case KeyAction.Invert:
                _active.InvertSort();
                return true;
            case KeyAction.Search:
                AskSearch();
                return true;
            case KeyAction.FindNext:
                Find(1);
                return true;
            case KeyAction.FindPrevious:
                Find(-1);
                return true;
            case KeyAction.Filter:
                AskFilter();
                return true;
            case KeyAction.Drill:
                Drill();
                return true;
            case KeyAction.Back:
                GoBack();
                return true;
            default:
                return false;
        }
    }

    private void ShowView(int number)
    {
        if (number < _views.Length)
        {
            Show(_views[number]);
        }
        else
        {
            OpenLatencyTracers();
        }
    }

    private void GoToNeighbour(int step)
    {
        if (_view.Panes.Length > 1)
        {
            Activate(_view.Panes[(_view.Panes.IndexOf(_active) + step + _view.Panes.Length) % _view.Panes.Length]);
            Arrange();
        }
        else
        {
            Show(_views[1 + ((_view.Number - 1 + step + _views.Length - 1) % (_views.Length - 1))]);
        }
    }

    private void Drill()
    {
        if (_active is ProcessPane processes)
        {
            Follow(processes);
            return;
        }

        TablePane pane = _active;
        if (pane.TryDrill())
        {
            Open(new TextOverlay(_look, pane.PaneTitle, lines =>
            {
                if (!pane.TryDescribe(lines))
                {
                    lines.Add(new TextLine("not seen any more", ThemeRole.Dim));
                }
            }));
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
        else if (_view.Number != 0)
        {
            Show(_views[0]);
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
        _keyLine.Show(new Prompt("/", "")
        {
            OnChanged = text =>
            {
                pane.SetSearch(text);
                pane.Find(1, isCurrentIncluded: true);
            },
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
        _keyLine.Show(new Prompt("\\", before)
        {
            OnChanged = pane.SetFilter,
            OnTaken = pane.SetFilter,
            OnLeft = () => pane.SetFilter(before),
        });
    }
}

using System.Collections.Immutable;
using System.Drawing;
using Ftop.Aggregation.Measures;
using Ftop.Tui.Control;
using Ftop.Tui.Panes;
using Terminal.Gui.ViewBase;

namespace Ftop.Tui;

public sealed partial class AppWindow
{
    private const int SideBySideColumns = 72;
    private const int LeastPaneRows = 3;
    private const int LeastPaneColumns = 20;

    private void Show(ScreenView view)
    {
        _isZoomed = false;
        Close(_overlay);
        if (!view.Panes.Contains(_active))
        {
            Activate(view.Panes[0]);
        }

        _view = view;
        if (view.Definition.Digit == 0)
        {
            ChooseStartPanes();
        }

        Activate(_active);
        Arrange();
        if (_options.Replay is null)
        {
            WatchView();
            ImmutableArray<string> available = _control.AvailableEvents;
            _needs.Want([.. EventSet.Expand(view.Definition.Needs, available), .. view.Definition.Also.Where(need => EventSet.IsAnyOf(available, need))]);
        }
    }

    private void WatchView()
    {
        // Of a recording all views are measured anyway.
        ImmutableArray<Measure> ofDetails = (_overlay as DetailOverlay)?.Measured is Measure measure ? [measure] : [];
        _control.Watch(_options.Replay is null ? [.. MeasuresOf(_view), .. ofDetails] : ofDetails);
    }

    private void Activate(TablePane pane)
    {
        _active.IsActive = false;
        _active = pane;
        _active.IsActive = true;
        _active.Refresh();
        ShowPaneKeys();
    }

    private void ShowPaneKeys()
    {
        if (_options.Replay is null)
        {
            _keyLine.ShowKeys((IsStartScreen && _active == _view.Panes[0] ? PaneOf("functions") : _active).MainKeys);
        }
        else
        {
            _keyLine.ShowKeys(KeyLine.ReplayKeys);
        }
    }

    private void Open(Overlay overlay)
    {
        Close(_overlay);
        _overlay = overlay;
        Add(overlay);
        _keyLine.ShowKeys(overlay.LineKeys);
        Arrange();
    }

    private void Close(Overlay? overlay)
    {
        if (overlay is null)
        {
            return;
        }

        bool isMeasured = overlay is DetailOverlay { Measured: not null };
        _overlay = null;
        Remove(overlay);
        overlay.Dispose();
        if (isMeasured)
        {
            WatchView();
        }

        ShowPaneKeys();
        Arrange();
    }

    private void Arrange()
    {
        Size size = Viewport.Size;
        _arrangedSize = size;
        _screen.Columns = size.Width;
        int statusRows = Math.Min(_status.RowsAt(size.Width), Math.Max(0, size.Height - 2));
        var body = new Rectangle(0, statusRows, size.Width, Math.Max(0, size.Height - statusRows - 1));
        Place(_status, new Rectangle(0, 0, size.Width, statusRows));
        Place(_keyLine, new Rectangle(0, body.Bottom, size.Width, Math.Min(1, size.Height)));
        _status.ViewTitle = _overlay?.OverlayTitle ?? (_isZoomed ? _active.PaneTitle : _view.Definition.Title);
        _gap.Visible = _notes[0].Visible = _notes[1].Visible = false;
        foreach (TablePane pane in _views.SelectMany(view => view.Panes))
        {
            pane.Visible = false;
        }

        if (_overlay is not null)
        {
            ArrangeOverlay(_overlay, body);
        }
        else if (_view.Panes.Length == 1 || _isZoomed)
        {
            Place(_active, body);
        }
        else
        {
            ArrangeStartScreen(body);
        }

        SetNeedsDraw();
    }

    // A narrow overlay leaves the pane to be seen beside it.
    private void ArrangeOverlay(Overlay overlay, Rectangle body)
    {
        int left = body.Width - overlay.Columns - 1;
        bool isBeside = left >= LeastPaneColumns;
        Place(overlay, isBeside ? body with { Width = overlay.Columns } : body);
        if (isBeside)
        {
            Place(_gap, body with { X = overlay.Columns, Width = 1 });
            Place(_active, body with { X = overlay.Columns + 1, Width = left });
        }
    }

    private static void Place(View view, Rectangle frame)
    {
        view.X = frame.X;
        view.Y = frame.Y;
        view.Width = frame.Width;
        view.Height = frame.Height;
        view.Visible = frame.Width > 0 && frame.Height > 0;
        view.SetNeedsDraw();
    }
}

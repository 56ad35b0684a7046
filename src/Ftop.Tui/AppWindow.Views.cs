using System.Globalization;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Control;
using Ftop.Tui.Panes;
using Ftop.Tui.Text;

namespace Ftop.Tui;

// Which view is on the screen, and views that the operator makes.
public sealed partial class AppWindow
{
    private void ShowView(int digit)
    {
        if (ViewOf(digit) is not ScreenView view)
        {
            return;
        }

        if (_view == view && _overlay is null && !_isZoomed)
        {
            Say(new Message($"this is {(digit == 0 ? "the start screen" : view.Definition.Title)} already", MessageKind.Passing));
        }

        Show(view);
    }

    private ScreenView? ViewOf(int digit) => _views.FirstOrDefault(view => view.Definition.Digit == digit);

    private void OpenViews()
    {
        string LineOf(ScreenView view) =>
            $"{view.Definition.Digit?.ToString(CultureInfo.InvariantCulture) ?? " "} {view.Definition.Title,-15} {ViewLack.Of(view.Definition, _control.AvailableEvents) ?? view.Definition.What}";
        Dictionary<string, ViewDefinition> byLine = [];
        foreach (ScreenView view in _views)
        {
            byLine.TryAdd(LineOf(view), view.Definition);
        }

        Open(new PickerOverlay(_look, "Views", [.. byLine.Keys], line => line == LineOf(_view), line => Show(_views.First(view => LineOf(view) == line)))
        {
            IsSingle = true,
            NoteTitle = "events/s",
            Note = (line, destination) => CostOf(byLine[line]) is double perSec ? Quantity.Rate(perSec, destination) : 0,
        }.From(LineOf(_view)));
    }

    // Events a second of what it needs, while that is on; null while it costs nothing.
    private double? CostOf(ViewDefinition view)
    {
        if (_options.Replay is not null || view.Needs.IsEmpty || _screen.Window is not WindowSnapshot window)
        {
            return null;
        }

        double? perSec = null;
        foreach (string need in EventSet.Expand(view.Needs, _control.AvailableEvents))
        {
            if (!EventSet.IsOn(State.Events, need))
            {
                return null;
            }

            perSec ??= 0;
            for (int row = 0; row < window.ByEvent.Count; row++)
            {
                perSec += EventSet.IsOf(window.ByEvent[row].System, window.ByEvent[row].Name, need) ? window.ByEvent[row].Rates.PerSec : 0;
            }
        }

        return perSec;
    }

    // Round the views that have a digit; from another one to the first or the last of them.
    private void GoToNeighbour(int step)
    {
        if (_view.Panes.Length > 1)
        {
            Activate(_view.Panes[(_view.Panes.IndexOf(_active) + step + _view.Panes.Length) % _view.Panes.Length]);
            Arrange();
            return;
        }

        ScreenView[] round = [.. _views.Where(view => view.Definition.Digit > 0)];
        int here = Array.IndexOf(round, _view);
        Show(round[here < 0 ? (step > 0 ? 0 : round.Length - 1) : (here + step + round.Length) % round.Length]);
    }

    private void AskFields()
    {
        if (_active is not EventPane events || !events.TryGetSelected(out EventRow? selected) || selected is null)
        {
            Say(new Message("b counts an event by its fields: select one in Events", MessageKind.Refused));
            return;
        }

        string name = $"{selected.System}:{selected.Name}";
        Ask(new Prompt($"count {SafeText.Of(name)} by one field or two: ", "")
        {
            OnTaken = fields => ShowBy($"{name} {fields.Replace(' ', ',').Trim(',')}"),
        });
    }

    private void ShowBy(string line)
    {
        int made = _views.Count(view => view.Definition.Id.StartsWith("by", StringComparison.Ordinal));
        if (_views.FirstOrDefault(view => view.Definition.What == line) is ScreenView known)
        {
            Show(known);
        }
        else if (ViewParser.TryParseBy(line, made == 0 ? "by" : $"by{made + 1}", out ViewDefinition? definition, out string fault))
        {
            var pane = new MeasurePane(_screen, definition) { Visible = false };
            Add(pane);
            var view = new ScreenView(definition, [pane]);
            _views = _views.Add(view);
            Show(view);
        }
        else
        {
            Say(new Message(fault, MessageKind.Refused));
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Panes;
using Ftop.Tui.Text;

namespace Ftop.Tui;

public sealed partial class AppWindow
{
    private ImmutableArray<int>? _pidsBeforeFollow;

    private TracingState State => _control.State;

    private void DoToTrace(KeyAction action)
    {
        switch (action)
        {
            case KeyAction.FunctionTracer:
                SetTracer(State.Tracer == "function" ? "nop" : "function");
                break;
            case KeyAction.FunctionGraph:
                SetTracer(State.Tracer == "function_graph" ? "nop" : "function_graph");
                break;
            case KeyAction.SystemCalls:
                SetSystemCalls(!State.SystemCallsOn);
                break;
            case KeyAction.EventPicker:
                OpenEventPicker();
                break;
            case KeyAction.TracerPicker:
                OpenTracerPicker("Tracer", _control.AvailableTracers);
                break;
            case KeyAction.PidFilter:
                AskPids();
                break;
            case KeyAction.FunctionFilter:
                _keyLine.Show(new Prompt("functions (glob, empty for all): ", State.FunctionFilter)
                {
                    OnTaken = glob => _queue.Enqueue($"limiting to {Shown(glob)}...", () => _control.SetFunctionFilter(glob.Trim())),
                });
                break;
            case KeyAction.AllOff:
                _needs.Forget();
                _queue.Enqueue("switching everything off...", _control.AllOff);
                break;
            case KeyAction.Record:
                _queue.Enqueue(State.Recording is null ? "beginning to record..." : "joining the recording...", _control.ToggleRecording);
                break;
            case KeyAction.SavePast:
                _queue.Enqueue("saving the past...", _control.SavePast);
                break;
            case KeyAction.Pin:
                Pin();
                break;
            default:
                break;
        }
    }

    private void SetTracer(string tracer) => _queue.Enqueue($"switching to {tracer}...", () => _control.SetTracer(tracer));

    // What the operator switches is the operator's: leaving the view does not touch it.
    private void SetSystemCalls(bool on)
    {
        _needs.Forget();
        _queue.Enqueue(on ? "turning on system calls..." : "turning off system calls...", () => _control.SetSystemCalls(on));
    }

    private void SetEvents(string name, bool on)
    {
        _needs.Forget();
        _queue.Enqueue($"turning {(on ? "on" : "off")} {name}...", () => _control.SetEvents(name, on));
    }

    private void SetPids(ImmutableArray<int> pids) =>
        _queue.Enqueue(pids.IsEmpty ? "following everything..." : $"following {string.Join(' ', pids)}...", () => _control.SetPids(pids));

    private void SetDelay(TimeSpan delay)
    {
        _control.SetDelay(delay);
        Say(new Message($"a window every {delay.TotalSeconds.ToString("0.####", CultureInfo.InvariantCulture)} s", MessageKind.Done));
    }

    private void Pin()
    {
        bool canPin = _needs.CanPin;
        _needs.Forget();
        Say(canPin
            ? new Message($"pinned: what {_view.Title} needs stays on", MessageKind.Done)
            : new Message("nothing to pin: this view turned nothing on", MessageKind.Refused));
    }

    private void Follow(ProcessPane processes)
    {
        if (processes.TryGetSelected(out Aggregation.Windows.ProcessRow? row) && row is not null)
        {
            _pidsBeforeFollow ??= State.Pids;
            SetPids([row.Pid]);
        }
    }

    private void AskPids() => _keyLine.Show(new Prompt("pids (empty for all): ", string.Join(' ', State.Pids))
    {
        OnTaken = text =>
        {
            ImmutableArray<int>.Builder pids = ImmutableArray.CreateBuilder<int>();
            foreach (string word in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
                {
                    Say(new Message($"'{word}' is not a pid: type numbers, blanks between", MessageKind.Refused));
                    return;
                }

                pids.Add(pid);
            }

            _pidsBeforeFollow = null;
            SetPids(pids.ToImmutable());
        },
    });

    private void OpenEventPicker()
    {
        ImmutableArray<string>.Builder items = ImmutableArray.CreateBuilder<string>();
        string system = "";
        foreach (string name in _control.AvailableEvents)
        {
            if (!EventSet.SystemOf(name).SequenceEqual(system))
            {
                system = EventSet.SystemOf(name).ToString();
                items.Add($"{system}:*");
            }

            items.Add(name);
        }

        Open(new PickerOverlay(_look, "Events", items.ToImmutable(), item => EventSet.IsOn(State.Events, item), item =>
            SetEvents(item.EndsWith(":*", StringComparison.Ordinal) ? item[..^2] : item, !EventSet.IsOn(State.Events, item))));
    }

    private void OpenTracerPicker(string title, ImmutableArray<string> tracers) =>
        Open(new PickerOverlay(_look, title, tracers, item => item == State.Tracer, SetTracer) { IsSingle = true });

    private void OpenLatencyTracers()
    {
        ImmutableArray<string> tracers = LatencyTracers.Of(_control.AvailableTracers);
        if (tracers.IsEmpty)
        {
            Say(new Message(LatencyTracers.Missing, MessageKind.Refused));
            return;
        }

        OpenTracerPicker("Latency tracers", [.. tracers, "nop"]);
    }

    private void OpenDoctor()
    {
        if (_options.DoctorText is not Func<string> doctor)
        {
            Say(new Message("the doctor is not available here: run ftop doctor", MessageKind.Refused));
            return;
        }

        string[] lines = doctor().Split('\n');
        Open(new TextOverlay(_look, "Doctor", to => to.AddRange(lines.Select(line => new TextLine(line)))));
    }

    private static string Shown(string glob) => glob.Trim().Length > 0 ? SafeText.Of(glob.Trim()) : "all functions";
}

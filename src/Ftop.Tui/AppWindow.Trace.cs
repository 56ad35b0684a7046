using System.Collections.Immutable;
using System.Globalization;
using Ftop.Tui.Control;
using Ftop.Tui.Panes;
using Ftop.Tui.Text;

namespace Ftop.Tui;

public sealed partial class AppWindow
{
    private static readonly Message NotYet = new("what this kernel offers is not known yet: tracing is being set up", MessageKind.Refused);

    private ImmutableArray<int>? _pidsBeforeFollow;
    private string? _wantedTracer;
    private EventTicks? _ticks;

    private TracingState State => _control.State;

    private void ToggleTracer(string tracer) => SetTracer(WantedTracer == tracer ? "nop" : tracer);

    private void ToggleWallTime() => _queue.Enqueue("switching the time of functions...", () => _control.SetWallTime(!State.IsWallTime));

    private void SwitchAllOff()
    {
        _needs.Forget();
        Switch("switching everything off...", _control.AllOff);
    }

    private void ToggleRecording() =>
        _queue.Enqueue(State.Recording is null ? "beginning to record..." : "joining the recording...", _control.ToggleRecording);

    private void SavePast() => _queue.Enqueue("saving the past...", _control.SavePast);

    // What was asked for last: the kernel may take long to do it.
    private string WantedTracer => _wantedTracer ?? State.Tracer;

    private void SetTracer(string tracer)
    {
        if (Cautions.OfTracer(tracer, _control.WalksStacks) is string deed && tracer != WantedTracer)
        {
            Question(tracer, deed, () => SwitchTracer(tracer));
        }
        else
        {
            SwitchTracer(tracer);
        }
    }

    private void SwitchTracer(string tracer)
    {
        _wantedTracer = tracer;
        Switch(
            tracer == "nop" ? "switching the tracer off..." : $"switching to {tracer}...",
            () => tracer == State.Tracer ? Task.FromResult(new ControlOutcome(true, $"tracer {tracer} is on already")) : _control.SetTracer(tracer),
            _ => _wantedTracer = null);
    }

    // Nothing is recorded while the kernel switches; of tracers asked for meanwhile only the last counts.
    private void Switch(string pending, Func<Task<ControlOutcome>> start, Action<ControlOutcome>? onAnswer = null) => _queue.Enqueue(
        pending,
        () =>
        {
            _screen.BeginSwitch();
            return start();
        },
        outcome =>
        {
            _screen.EndSwitch();
            onAnswer?.Invoke(outcome);
        },
        insteadOf: "tracer");

    private void Question(string what, string deed, Action onYes) => _keyLine.Show(new Question(
        $"{what} {deed}. Switch it on?", onYes, () => Say(new Message($"{what} stays off", MessageKind.Done))));

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
            ? new Message($"pinned: what {_view.Definition.Title} needs stays on", MessageKind.Done)
            : new Message("nothing to pin: this view turned nothing on", MessageKind.Refused));
    }

    private void Follow(ProcessPane processes)
    {
        if (processes.TryGetSelected(out Aggregation.Windows.ProcessRow? row) && row is not null)
        {
            _pidsBeforeFollow ??= State.Pids;
            SetPids([row.Pid]);
        }
        else
        {
            Say(NoRow);
        }
    }

    private void AskFunctions() => Ask(new Prompt("only functions as vfs_* ext4_*, empty for all: ", State.FunctionFilter)
    {
        HasWords = true,
        OnTab = beginning =>
        {
            Say(new Message("looking for functions...", MessageKind.Done));
            CompleteLater(_control.CompleteFunction(beginning), "function");
        },
        OnTaken = glob => _queue.Enqueue($"limiting to {Shown(glob)}...", () => _control.SetFunctionFilter(glob.Trim())),
    });

    // What was refused is there again, to be put right.
    private void AskProbe(string text) => Ask(new Prompt("probe as p:vfs_read n=$arg3, r:vfs_read: ", text)
    {
        HasWords = true,
        WordEnds = [' ', ':'],
        OnTab = beginning =>
        {
            Say(new Message("looking for functions...", MessageKind.Done));
            CompleteLater(_control.CompleteFunction(beginning), "function");
        },
        OnTaken = typed =>
        {
            if (typed.Trim() is { Length: > 0 } definition)
            {
                _queue.Enqueue($"making probe {Shown(definition)}...", () => _control.MakeProbe(definition), outcome =>
                {
                    if (!outcome.IsDone && _keyLine.Input is null)
                    {
                        AskProbe(definition);
                    }
                    else if (outcome.IsDone && _views.FirstOrDefault(view => view.Definition.IsOfProbes) is ScreenView probes)
                    {
                        Show(probes);
                    }
                });
            }
        },
    });

    private void AskPids() => Ask(new Prompt("only pids and children, empty for all: ", string.Join(' ', State.Pids))
    {
        HasWords = true,
        OnTab = CompletePid,
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
        if (_control.AvailableEvents.IsEmpty)
        {
            Say(NotYet);
            return;
        }

        var ticks = new EventTicks(_control.AvailableEvents, State.Events);
        _ticks = ticks;
        Open(new PickerOverlay(_look, "Events", ticks.Items, ticks.IsOn, item => Tick(ticks, item)) { CountOn = () => ticks.Count });
    }

    private void Tick(EventTicks ticks, string item)
    {
        bool on = !ticks.IsOn(item);
        string glob = EventTicks.GlobOf(item);
        void Set()
        {
            ticks.Set(item, on);
            SetEvents(glob, on);
        }

        if (on && Cautions.OfEvents(glob) is string deed)
        {
            Question(glob, deed, Set);
        }
        else
        {
            Set();
        }
    }

    private void OpenTracerPicker(string title, ImmutableArray<string> tracers)
    {
        if (tracers.IsEmpty)
        {
            Say(NotYet);
            return;
        }

        Open(new PickerOverlay(_look, title, tracers, item => item == State.Tracer, SetTracer) { IsSingle = true });
    }

    private void OpenLatencyTracers()
    {
        if (_control.AvailableTracers.IsEmpty)
        {
            Say(NotYet);
            return;
        }

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

        if (_screen.IsSwitching)
        {
            Say(new Message("the doctor has to wait: the kernel is busy with the tracer", MessageKind.Refused)); // it would wait for the same lock, and the keys with it
            return;
        }

        string[] lines = doctor().Split('\n');
        Open(new TextOverlay(_look, "Doctor", to => to.AddRange(lines.Select(line => new TextLine(line)))));
    }

    private static string Shown(string glob) => glob.Trim().Length > 0 ? SafeText.Of(glob.Trim()) : "all functions";
}

using System.Collections.Immutable;

namespace Ftop.Tui.Control;

/// <summary>
/// Turns on what the view on screen needs and, when it is left, off again what was turned on for it, unless it was pinned. What was on already is
/// never touched. One change at a time: quick walks through the views end where the operator ends, not in a heap of changes.
/// </summary>
internal sealed class ViewNeeds(ITracingControl control, ControlQueue queue)
{
    private const string SystemCalls = "raw_syscalls";

    private readonly List<(string Need, ImmutableArray<string> OnBefore)> _turnedOn = [];
    private readonly HashSet<string> _refused = [];

    /// <summary>What the view on screen needs: events as <c>system</c> or <c>system:name</c>; <c>raw_syscalls</c> stands for system calls.</summary>
    public ImmutableArray<string> Wanted { get; private set; } = [];

    /// <summary>True while something is on only because of the view on screen.</summary>
    public bool CanPin => _turnedOn.Count > 0;

    public void Want(ImmutableArray<string> needs)
    {
        Wanted = needs;
        _refused.Clear();
        Settle();
    }

    /// <summary>What is on stays on, whatever view it was turned on for; and nothing more is turned on for this one.</summary>
    public void Forget()
    {
        _turnedOn.Clear();
        _refused.UnionWith(Wanted);
    }

    /// <summary>Does the next change that is due, if any. Called again when its answer is there.</summary>
    public void Settle()
    {
        if (!queue.IsIdle)
        {
            return;
        }

        int left = _turnedOn.FindLastIndex(done => !Wanted.Contains(done.Need));
        if (left >= 0)
        {
            (string need, ImmutableArray<string> onBefore) = _turnedOn[left];
            _turnedOn.RemoveAt(left);
            TurnOff(need, onBefore);
        }
        else if (Wanted.FirstOrDefault(need => !_refused.Contains(need) && !IsOn(need) && !_turnedOn.Exists(done => done.Need == need)) is string due)
        {
            TurnOn(due);
        }
    }

    private bool IsOn(string need) => need == SystemCalls ? control.State.SystemCallsOn : EventSet.IsOn(control.State.Events, need);

    private void TurnOn(string need)
    {
        ImmutableArray<string> onBefore = need.Contains(':', StringComparison.Ordinal) ? [] : [.. control.State.Events.Where(name => EventSet.SystemOf(name).SequenceEqual(need))];
        _turnedOn.Add((need, onBefore));
        queue.Enqueue($"turning on {Describe(need)}...", () => Switch(need, on: true), outcome =>
        {
            if (!outcome.IsDone)
            {
                _turnedOn.RemoveAll(done => done.Need == need);
                _refused.Add(need);
            }
        });
    }

    private void TurnOff(string need, ImmutableArray<string> onBefore)
    {
        queue.Enqueue($"turning off {Describe(need)}...", () => Switch(need, on: false));
        foreach (string name in onBefore)
        {
            queue.Enqueue($"turning on {name}...", () => control.SetEvents(name, on: true));
        }
    }

    private Task<ControlOutcome> Switch(string need, bool on) => need == SystemCalls ? control.SetSystemCalls(on) : control.SetEvents(need, on);

    private static string Describe(string need) => need switch
    {
        SystemCalls => "system calls",
        _ when need.Contains(':', StringComparison.Ordinal) => need,
        _ => $"{need} events",
    };
}

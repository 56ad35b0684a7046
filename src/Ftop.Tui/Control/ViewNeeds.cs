using System.Collections.Immutable;

namespace Ftop.Tui.Control;

/// <summary>
/// Turns on what the view on screen needs and, when it is left, off again what was turned on for it, unless it was pinned. What was on already is
/// never touched. One change at a time: quick walks through the views end where the operator ends, not in a heap of changes.
/// </summary>
internal sealed class ViewNeeds(ITracingControl control, ControlQueue queue)
{
    private string? _refused;
    private string? _turnedOn;
    private ImmutableArray<string> _onBefore = [];

    /// <summary>For <see cref="Wanted"/>: system calls, not a system of events.</summary>
    public const string SystemCalls = "system calls";

    /// <summary>What the view on screen needs: <see cref="SystemCalls"/>, the name of a system of events, or null for nothing.</summary>
    public string? Wanted { get; private set; }

    /// <summary>True while something is on only because of the view on screen.</summary>
    public bool CanPin => _turnedOn is not null;

    public void Want(string? need)
    {
        Wanted = need;
        _refused = null;
        Settle();
    }

    /// <summary>What is on stays on, whatever view it was turned on for; and nothing more is turned on for this one.</summary>
    public void Forget() => (_turnedOn, _refused) = (null, Wanted);

    /// <summary>Does the next change that is due, if any. Called again when its answer is there.</summary>
    public void Settle()
    {
        if (!queue.IsIdle)
        {
            return;
        }

        if (_turnedOn is not null && _turnedOn != Wanted)
        {
            string need = _turnedOn;
            _turnedOn = null;
            TurnOff(need);
        }
        else if (Wanted is not null && _turnedOn is null && _refused != Wanted && !IsOn(Wanted))
        {
            TurnOn(Wanted);
        }
    }

    private bool IsOn(string need) => need == SystemCalls ? control.State.SystemCallsOn : control.State.Events.Contains(need);

    private void TurnOn(string need)
    {
        _turnedOn = need;
        _onBefore = [.. control.State.Events.Where(name => EventSet.SystemOf(name).SequenceEqual(need))];
        queue.Enqueue($"turning on {Describe(need)}...", () => Switch(need, on: true), outcome =>
        {
            if (!outcome.IsDone)
            {
                (_turnedOn, _refused) = (null, need);
            }
        });
    }

    private void TurnOff(string need)
    {
        ImmutableArray<string> onBefore = _onBefore;
        queue.Enqueue($"turning off {Describe(need)}...", () => Switch(need, on: false));
        foreach (string name in onBefore)
        {
            queue.Enqueue($"turning on {name}...", () => control.SetEvents(name, on: true));
        }
    }

    private Task<ControlOutcome> Switch(string need, bool on) => need == SystemCalls ? control.SetSystemCalls(on) : control.SetEvents(need, on);

    private static string Describe(string need) => need == SystemCalls ? need : $"{need} events";
}

using System.Collections.Immutable;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Windows;

/// <summary>What was traced while events were lost, since the start or the last clear: of that alone, counts since the start are lower bounds.</summary>
internal sealed class LossHistory
{
    private readonly HashSet<string> _events = [];
    private ImmutableArray<string> _before;
    private string _tracerBefore = "";
    private bool _wasAll;

    /// <summary>Whether anything was lost.</summary>
    public bool OfAny { get; private set; }

    /// <summary>Whether it may have been calls of the system.</summary>
    public bool OfSystemCalls { get; private set; }

    /// <summary>Whether it may have been function calls.</summary>
    public bool OfFunctions { get; private set; }

    /// <summary>Takes a window: what was on at its begin or at its end was on while something was lost in it.</summary>
    /// <param name="frame">What was on at its end.</param>
    /// <param name="hasLoss">Whether something was lost.</param>
    public void Add(in WindowFrame frame, bool hasLoss)
    {
        if (hasLoss)
        {
            OfAny = true;
            Note(frame.Tracer, frame.Events);
            Note(_tracerBefore, _before.IsDefault && !frame.Events.IsDefault ? [] : _before);
        }

        (_tracerBefore, _before) = (frame.Tracer, frame.Events);
    }

    /// <summary>Whether it may have been this event.</summary>
    public bool Of(string system, string name) => _wasAll || (_events.Count > 0 && (system == ProbeSystem.Alias ? _events.Any(lost => ProbeSystem.Is(lost.Split(':')[0])) : _events.Contains(system) || _events.Contains($"{system}:{name}")));

    /// <summary>Whether something was lost, but not this.</summary>
    public bool Spared(bool mayHaveLost) => OfAny && !mayHaveLost;

    /// <summary>Counts begin anew.</summary>
    public void Clear()
    {
        _events.Clear();
        OfAny = OfSystemCalls = OfFunctions = _wasAll = false;
    }

    // The default array stands for what a recording does not tell.
    private void Note(string tracer, ImmutableArray<string> events)
    {
        _wasAll |= events.IsDefault;
        OfFunctions |= events.IsDefault || tracer.StartsWith("function", StringComparison.Ordinal);
        foreach (string name in events.IsDefault ? [] : events)
        {
            _events.Add(name);
            OfSystemCalls |= name.StartsWith("raw_syscalls", StringComparison.Ordinal) || name.StartsWith("syscalls", StringComparison.Ordinal);
        }

        if (tracer is not ("" or "nop"))
        {
            _events.Add("ftrace");
        }

        OfSystemCalls |= _wasAll;
    }
}

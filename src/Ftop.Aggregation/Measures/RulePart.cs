namespace Ftop.Aggregation.Measures;

/// <summary>What an event is for a measure.</summary>
public enum RulePart : byte
{
    /// <summary>Happens, and takes no time.</summary>
    Count,

    /// <summary>Begins a span; one that was open with the same match is given up for it.</summary>
    Begin,

    /// <summary>Ends the span of the same match.</summary>
    End,

    /// <summary>Gives up the span of the same match, which is no end of it, and lets spans begin again where an end held them off.</summary>
    Release,

    /// <summary>Tells how long something took.</summary>
    Duration,
}

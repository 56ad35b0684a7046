namespace Ftop.Aggregation;

/// <summary>What a <see cref="WindowStream"/> does next.</summary>
internal enum WindowCommand
{
    /// <summary>Ends a window.</summary>
    Tick,

    /// <summary>Pairs what waits, within the window.</summary>
    Settle,

    /// <summary>Forgets all counts and begins a window.</summary>
    Clear,

    /// <summary>Ends the last window.</summary>
    Finish,
}

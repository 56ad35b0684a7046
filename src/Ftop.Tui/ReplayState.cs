namespace Ftop.Tui;

/// <summary>Where a recording is, for the status line. Times are in units of the trace clock.</summary>
public sealed record ReplayState
{
    /// <summary>Time of the first event.</summary>
    public required ulong Start { get; init; }

    /// <summary>Time of the last event.</summary>
    public required ulong End { get; init; }

    /// <summary>Where the window on screen ends.</summary>
    public required ulong Position { get; init; }

    /// <summary>Whether the times are nanoseconds; other clocks count, and their recordings have one window only.</summary>
    public required bool TimeIsNs { get; init; }

    /// <summary>1 for the pace of the recording itself.</summary>
    public required double Speed { get; init; }

    /// <summary>Whether windows follow by themselves.</summary>
    public required bool IsPlaying { get; init; }

    /// <summary>Whether everything was shown.</summary>
    public required bool IsAtEnd { get; init; }
}

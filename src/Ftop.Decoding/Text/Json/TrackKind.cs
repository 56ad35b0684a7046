namespace Ftop.Decoding.Text.Json;

/// <summary>What one type of event does to the tracks of a timeline.</summary>
internal enum TrackKind
{
    /// <summary>A mark on its task's track.</summary>
    Instant,

    /// <summary>The CPU runs another task: <c>sched_switch</c>.</summary>
    Switch,

    /// <summary>A system call, function or interrupt begins.</summary>
    Begin,

    /// <summary>It ends.</summary>
    End,
}

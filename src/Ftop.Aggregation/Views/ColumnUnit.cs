namespace Ftop.Aggregation.Views;

/// <summary>What the number of a column is.</summary>
public enum ColumnUnit
{
    /// <summary>The row's name, or a part of it.</summary>
    Key,

    /// <summary>A number that is a name: a pid, a CPU.</summary>
    Identity,

    /// <summary>Occurrences a second in the window.</summary>
    PerSec,

    /// <summary>The same over the last 10 s.</summary>
    PerSec10,

    /// <summary>The same over the last 60 s.</summary>
    PerSec60,

    /// <summary>Occurrences since the start or the last clear.</summary>
    SinceStart,

    /// <summary>Occurrences in the window.</summary>
    InWindow,

    /// <summary>A count of the window that the screen shows per second.</summary>
    PerWindow,

    /// <summary>The same of what went wrong.</summary>
    Errors,

    /// <summary>Events lost.</summary>
    Losses,

    /// <summary>Counts by name, of which the screen shows the first.</summary>
    Tally,

    /// <summary>A number of the moment, or of the window.</summary>
    Count,

    /// <summary>Bytes a second in the window.</summary>
    BytesPerSec,

    /// <summary>ns.</summary>
    Duration,

    /// <summary>A number that has a fraction.</summary>
    Average,

    /// <summary>A share, 0 to 100.</summary>
    Percent,
}

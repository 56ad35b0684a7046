namespace Ftop.Aggregation.Views;

/// <summary>What the number of a column is.</summary>
public enum ColumnUnit
{
    /// <summary>The row's name.</summary>
    Key,

    /// <summary>Occurrences a second in the window.</summary>
    PerSec,

    /// <summary>The same over the last 10 s.</summary>
    PerSec10,

    /// <summary>The same over the last 60 s.</summary>
    PerSec60,

    /// <summary>Occurrences since the start or the last clear.</summary>
    SinceStart,

    /// <summary>A number of the moment, or of the window.</summary>
    Count,

    /// <summary>Bytes a second in the window.</summary>
    BytesPerSec,

    /// <summary>ns.</summary>
    Duration,
}

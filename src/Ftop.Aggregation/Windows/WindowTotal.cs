using System.Collections.Immutable;

namespace Ftop.Aggregation.Windows;

/// <summary>Sums over all CPUs for one window.</summary>
/// <param name="Events">Events decoded.</param>
/// <param name="EventsPerSec">Events per second of the measured window; a lower bound where <see cref="Lost"/> is not 0.</param>
/// <param name="Missed">Events lost before they could be read, as marked in the sub-buffers themselves (commit bit 31 and the count behind the data).</param>
/// <param name="Overrun">Events overwritten, by the kernel's count in <c>per_cpu/cpuN/stats</c>.</param>
/// <param name="Dropped">Events refused in no-overwrite mode, by the kernel's count in <c>per_cpu/cpuN/stats</c>.</param>
/// <param name="CorruptSubBuffers">Sub-buffers whose decoding ended early because the bytes disagree with the ABI.</param>
public readonly record struct WindowTotal(long Events, double EventsPerSec, long Missed, long Overrun, long Dropped, long CorruptSubBuffers)
{
    /// <summary>Events lost. <see cref="Missed"/> and <see cref="Overrun"/> tell of the same events from two sides, so the larger of both counts.</summary>
    public long Lost => Math.Max(Missed, Overrun) + Dropped;

    /// <summary>Share of the window's events that were read, 0 to 100, rounded down below 100; null where nothing was lost or nobody knows how many.</summary>
    public double? SeenPercent => Lost > 0 && !IsMissedUnknown ? Math.Min(99, Math.Floor(100.0 * Events / (Events + Lost))) : null;

    /// <summary>True where a sub-buffer told of missed events without their number: <see cref="Missed"/> counts one for each such gap.</summary>
    public bool IsMissedUnknown { get; init; }

    /// <summary>Records shorter than their event format, which are counted as events but not in any table of what they tell.</summary>
    public long ShortRecords { get; init; }

    /// <summary>Calls (of the system or of functions) whose duration stays unknown, since events between begin and end were lost.</summary>
    public long Unpaired { get; init; }

    /// <summary>System calls that returned without having been seen to begin: before they were traced, or under another task's id.</summary>
    public long ExitsWithoutEnter { get; init; }

    /// <summary>Returns that restart the call after a signal (ERESTART…), which are no errors.</summary>
    public long Restarts { get; init; }

    /// <summary>Reads of a pipe that the kernel refused for a passing reason (ENOMEM, EBUSY); the data was read later. 0 in a replay.</summary>
    public long ReadErrors { get; init; }

    /// <summary>What <see cref="CorruptSubBuffers"/> disagreed in, by the names of the decoder's kinds; the default value where nothing did.</summary>
    public ImmutableArray<DamageCount> Damage { get; init; }

    /// <summary>What the numbers of the window leave out or do not know, in words; what did not occur is not in it.</summary>
    public IEnumerable<(string What, long Count)> Asides()
    {
        (string What, long Count)[] all =
        [
            ("durations unknown after a loss", Unpaired),
            ("exits without enter", ExitsWithoutEnter),
            ("restarted calls", Restarts),
            ("short records", ShortRecords),
            ("reads refused", ReadErrors),
            .. Damage.IsDefaultOrEmpty ? [] : Damage.Select(static damage => ($"damaged ({damage.Kind})", damage.Count)),
        ];
        return all.Where(static aside => aside.Count > 0);
    }
}

/// <summary>Sub-buffers that disagreed with the ABI in one way.</summary>
/// <param name="Kind">As the decoder names it, <c>EventBeyondCommit</c>.</param>
/// <param name="Count">How many.</param>
public readonly record struct DamageCount(string Kind, long Count);

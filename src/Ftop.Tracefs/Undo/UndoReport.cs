using System.Collections.Immutable;

namespace Ftop.Tracefs.Undo;

/// <summary>What undoing did, one line each, for <c>ftop reset</c> and the log.</summary>
/// <param name="Done">As in <c>removed /sys/kernel/tracing/instances/ftop-12</c>; steps that found nothing left to undo are not listed.</param>
/// <param name="Failed">As in <c>rmdir …: EBUSY: …remedy</c>; these steps stay in their journal.</param>
public sealed record UndoReport(ImmutableArray<string> Done, ImmutableArray<string> Failed)
{
    /// <summary>Nothing to undo.</summary>
    public static UndoReport Empty { get; } = new([], []);

    /// <summary>Both, one after the other.</summary>
    public UndoReport Add(UndoReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new UndoReport(Done.AddRange(other.Done), Failed.AddRange(other.Failed));
    }
}

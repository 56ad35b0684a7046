using System.Runtime.InteropServices;

namespace Ftop.Aggregation.Counting;

/// <summary>Of each system call the latest one that failed, of those whose begin was seen. Allocated at first use and kept.</summary>
/// <param name="most">System calls of which one is kept.</param>
internal sealed class FailedCalls(int most)
{
    private readonly Dictionary<ulong, FailedCall> _byCall = [];

    /// <summary>The latest of each, by <see cref="Events.SystemCallKey"/>.</summary>
    public IReadOnlyDictionary<ulong, FailedCall> ByCall => _byCall;

    /// <summary>A call has failed; it takes the place of one that failed before.</summary>
    public void Add(ulong key, in FailedCall failed)
    {
        if (_byCall.Count == most && !_byCall.ContainsKey(key))
        {
            return;
        }

        ref FailedCall latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_byCall, key, out bool exists);
        if (!exists || failed.End >= latest.End)
        {
            latest = failed;
        }
    }

    /// <summary>Adds all of <paramref name="other"/>.</summary>
    public void AddAll(FailedCalls other)
    {
        foreach ((ulong key, FailedCall failed) in other._byCall)
        {
            Add(key, failed);
        }
    }

    /// <summary>Forgets them; keeps the memory.</summary>
    public void Clear() => _byCall.Clear();
}

/// <summary>A system call that failed.</summary>
/// <param name="Place">Where it was.</param>
/// <param name="DurationNs">How long it took.</param>
/// <param name="Errno">What it returned, 1 to 4095.</param>
internal readonly record struct FailedCall(SpanPlace Place, long DurationNs, int Errno)
{
    /// <summary>Trace clock, ns.</summary>
    public ulong End => Place.Begin + (ulong)DurationNs;
}

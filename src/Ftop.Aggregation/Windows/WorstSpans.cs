using System.Collections.Immutable;
using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation.Windows;

/// <summary>The longest span of each key since the start or the last clear. Rows that are made on demand read it from other threads.</summary>
/// <param name="most">Keys whose longest is kept.</param>
/// <param name="cpus">The kernel's numbers of the CPUs.</param>
internal sealed class WorstSpans(int most, ImmutableArray<int> cpus)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, WorstSpan> _byKey = [];

    /// <summary>Takes the longest ones of a window.</summary>
    public void Add(LatencyTable latencies)
    {
        lock (_gate)
        {
            for (int i = 0; i < latencies.Entries.Length; i++)
            {
                ref readonly LatencyCounts entry = ref latencies.Entries[i];
                if (entry.Samples > 0 && latencies.PlaceOf(i) is SpanPlace place
                    && (_byKey.TryGetValue(entry.Key, out WorstSpan known) ? entry.MaxNs > known.DurationNs : _byKey.Count < most))
                {
                    _byKey[entry.Key] = WorstSpan.Of(place, entry.MaxNs, cpus);
                }
            }
        }
    }

    /// <summary>The longest of a key; null where none ended.</summary>
    public WorstSpan? Of(ulong key)
    {
        lock (_gate)
        {
            return _byKey.TryGetValue(key, out WorstSpan worst) ? worst : null;
        }
    }

    /// <summary>Forgets them.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _byKey.Clear();
        }
    }
}

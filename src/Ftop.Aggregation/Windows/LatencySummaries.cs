using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation.Windows;

/// <summary>
/// Reads percentiles off a <see cref="LatencyTable"/>, straight from its buckets, which are those of an HdrHistogram with two digits. Buckets are sorted
/// by key with the first percentile that somebody wants.
/// </summary>
internal sealed class LatencySummaries
{
    private readonly List<KeyCount> _read = [];
    private ulong[] _buckets = [];
    private long[] _counts = [];
    private int[] _ends = [];
    private LatencyTable? _table;
    private bool _isSorted;

    /// <summary>Takes durations from here until the next call; the table must not change before.</summary>
    public void Read(LatencyTable table) => (_table, _isSorted) = (table, false);

    /// <summary>Takes durations from nowhere.</summary>
    public void Forget() => (_table, _isSorted) = (null, false);

    /// <summary>The durations of a key's calls that ended in the window; null if none did.</summary>
    public LatencySummary? Of(ulong key)
    {
        int entry = _table?.IndexOf(key) ?? -1;
        if (entry < 0 || _table!.Entries[entry].Samples == 0)
        {
            return null;
        }

        if (!_isSorted)
        {
            Sort(_table);
        }

        LatencyCounts counts = _table.Entries[entry];
        int start = entry == 0 ? 0 : _ends[entry - 1];
        long inBuckets = 0;
        foreach (long count in _counts.AsSpan(start.._ends[entry]))
        {
            inBuckets += count;
        }

        return new LatencySummary(
            counts.Samples, counts.TotalNs, Percentile(50, start, inBuckets, counts.MaxNs), Percentile(99, start, inBuckets, counts.MaxNs), counts.MaxNs);
    }

    // The upper end of the bucket in which it lies. Without buckets, as of such as did not fit, the maximum; this is exact, the bucket is not.
    private long Percentile(double percent, int start, long inBuckets, long maxNs)
    {
        if (inBuckets == 0)
        {
            return maxNs;
        }

        long left = Math.Max(1, (long)((percent / 100 * inBuckets) + 0.5));
        int at = start;
        while ((left -= _counts[at]) > 0)
        {
            at++;
        }

        return Math.Min(LatencyBucket.HighestNs((int)(_buckets[at] & ((1 << LatencyBucket.Bits) - 1))), maxNs);
    }

    // Into the places of their keys, then each key's by bucket: sorting all together is four times as dear.
    private void Sort(LatencyTable table)
    {
        table.ReadBuckets(_read);
        int keys = table.Entries.Length;
        if (_buckets.Length < _read.Count)
        {
            (_buckets, _counts) = (new ulong[_read.Capacity], new long[_read.Capacity]);
        }

        if (_ends.Length < keys)
        {
            _ends = new int[Math.Max(keys, 2 * _ends.Length)];
        }

        Array.Clear(_ends);
        foreach (KeyCount bucket in _read)
        {
            _ends[bucket.Key >> LatencyBucket.Bits]++;
        }

        int before = 0;
        for (int entry = 0; entry < keys; entry++)
        {
            (_ends[entry], before) = (before, before + _ends[entry]);
        }

        foreach (KeyCount bucket in _read)
        {
            ref int end = ref _ends[bucket.Key >> LatencyBucket.Bits];
            (_buckets[end], _counts[end]) = (bucket.Key, bucket.Count);
            end++;
        }

        int start = 0;
        for (int entry = 0; entry < keys; entry++)
        {
            _buckets.AsSpan(start.._ends[entry]).Sort(_counts.AsSpan(start.._ends[entry]));
            start = _ends[entry];
        }

        _isSorted = true;
    }
}

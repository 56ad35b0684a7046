namespace Ftop.Aggregation.Pairing;

/// <summary>
/// Brings the records of all CPUs into one order, by time stamp and, where they are equal, by CPU: a task may begin a call on one CPU and
/// end it on another. Each CPU's records are in order already, so this is a k-way merge.
/// </summary>
internal sealed class OrderedMerge
{
    private readonly PairQueue[] _queues;

    /// <param name="cpus">CPUs with a buffer.</param>
    /// <param name="recordsAtMost">Records of one CPU that may wait here.</param>
    public OrderedMerge(int cpus, int recordsAtMost)
    {
        _queues = new PairQueue[cpus];
        for (int i = 0; i < cpus; i++)
        {
            _queues[i] = new PairQueue(recordsAtMost, i);
        }
    }

    /// <summary>Where a CPU's records are brought to.</summary>
    public PairQueue this[int cpuIndex] => _queues[cpuIndex];

    /// <summary>Hands over every record up to <paramref name="barrier"/>, in order; younger ones stay.</summary>
    public void Run(ulong barrier, Pairings consumer)
    {
        while (TryFindNext(barrier, out PairQueue? next, out ulong other, out bool winsTies))
        {
            // Tasks stay on a CPU for a while, so a CPU's records come in runs: take them until another CPU's record is due.
            do
            {
                consumer.Take(next.Peek);
                next.RemoveFirst();
            }
            while (next.Count > 0 && next.Peek.Timestamp <= barrier
                && (next.Peek.Timestamp < other || (winsTies && next.Peek.Timestamp == other)));
        }
    }

    private bool TryFindNext(
        ulong barrier, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PairQueue? next, out ulong other, out bool winsTies)
    {
        next = null;
        ulong first = 0;
        other = ulong.MaxValue;
        winsTies = true;
        foreach (PairQueue queue in _queues)
        {
            if (queue.Count == 0 || queue.Peek.Timestamp > barrier)
            {
                continue;
            }

            ulong timestamp = queue.Peek.Timestamp;
            if (next is null)
            {
                (next, first) = (queue, timestamp);
            }
            else if (timestamp < first)
            {
                // The CPU that was first so far is lower, so it has a tie.
                (next, other, first, winsTies) = (queue, first, timestamp, false);
            }
            else if (timestamp < other)
            {
                (other, winsTies) = (timestamp, true);
            }
        }

        return next is not null;
    }
}

namespace Ftop.Aggregation.Pairing;

/// <summary>
/// Brings the records of all CPUs into one order, by time stamp and, where they are equal, by CPU: a task may begin a call on one CPU and
/// end it on another. Each CPU's records are in order already, so this is a k-way merge, by a tree of losers (Knuth, TAOCP 3, 5.4.1): the first of all CPUs costs
/// one comparison a level of the tree.
/// </summary>
internal sealed class OrderedMerge
{
    private const int Nobody = -1;

    private readonly PairQueue[] _queues;

    // Inner node i has the children 2i and 2i + 1; the leaf of CPU c is node c + CPUs. At 0 stands the winner of all, elsewhere who lost there.
    private readonly int[] _tree;

    // Of each CPU's oldest record; not due are those without a record up to the barrier.
    private readonly ulong[] _timestamps;
    private readonly bool[] _isDue;

    /// <param name="cpus">CPUs with a buffer.</param>
    /// <param name="recordsAtMost">Records of one CPU that may wait here.</param>
    public OrderedMerge(int cpus, int recordsAtMost)
    {
        _queues = new PairQueue[cpus];
        _tree = new int[Math.Max(1, cpus)];
        _timestamps = new ulong[cpus];
        _isDue = new bool[cpus];
        for (int i = 0; i < cpus; i++)
        {
            _queues[i] = new PairQueue(recordsAtMost, i);
        }
    }

    /// <summary>Where a CPU's records are brought to.</summary>
    public PairQueue this[int cpuIndex] => _queues[cpuIndex];

    /// <summary>Hands over every record up to <paramref name="barrier"/>, in order; younger ones stay.</summary>
    public void Run<TConsumer>(ulong barrier, TConsumer consumer)
        where TConsumer : IPairConsumer
    {
        Build(barrier);
        for (int first = Winner(); first != Nobody && _isDue[first]; first = _tree[0])
        {
            // Tasks stay on a CPU for a while, so a CPU's records come in runs: take them until another CPU's record is due.
            PairQueue queue = _queues[first];
            int second = RunnerUp(first);
            do
            {
                consumer.Take(queue.Peek, first);
                queue.RemoveFirst();
                Look(first, barrier);
            }
            while (_isDue[first] && (second == Nobody || IsBefore(first, second)));

            Replay(first);
        }
    }

    private int Winner() => _queues.Length == 0 ? Nobody : _tree[0];

    private void Look(int cpuIndex, ulong barrier)
    {
        PairQueue queue = _queues[cpuIndex];
        bool isDue = queue.Count > 0 && queue.Peek.Timestamp <= barrier;
        _isDue[cpuIndex] = isDue;
        _timestamps[cpuIndex] = isDue ? queue.Peek.Timestamp : ulong.MaxValue;
    }

    // Each CPU climbs until it meets a node where nobody waits, and waits there for who comes from the other side.
    private void Build(ulong barrier)
    {
        Array.Fill(_tree, Nobody);
        for (int cpuIndex = 0; cpuIndex < _queues.Length; cpuIndex++)
        {
            Look(cpuIndex, barrier);
            int winner = cpuIndex;
            int node = (cpuIndex + _queues.Length) / 2;
            while (node > 0 && _tree[node] != Nobody)
            {
                winner = Play(node, winner);
                node /= 2;
            }

            _tree[node] = winner;
        }
    }

    private void Replay(int cpuIndex)
    {
        int winner = cpuIndex;
        for (int node = (cpuIndex + _queues.Length) / 2; node > 0; node /= 2)
        {
            winner = Play(node, winner);
        }

        _tree[0] = winner;
    }

    private int Play(int node, int challenger)
    {
        int waiting = _tree[node];
        if (!IsBefore(waiting, challenger))
        {
            return challenger;
        }

        _tree[node] = challenger;
        return waiting;
    }

    // Everybody else lost to the winner, or to one who did: the best of the rest lost to the winner itself.
    private int RunnerUp(int winner)
    {
        int best = Nobody;
        for (int node = (winner + _queues.Length) / 2; node > 0; node /= 2)
        {
            int loser = _tree[node];
            if (_isDue[loser] && (best == Nobody || IsBefore(loser, best)))
            {
                best = loser;
            }
        }

        return best;
    }

    private bool IsBefore(int a, int b)
    {
        ulong first = _timestamps[a];
        ulong second = _timestamps[b];
        return first < second || (first == second && (_isDue[a] != _isDue[b] ? _isDue[a] : a < b));
    }
}

/// <summary>Takes the records of all CPUs in the order of time.</summary>
internal interface IPairConsumer
{
    /// <summary>Takes one; no later one is older.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cpuIndex">Whose it is.</param>
    void Take(in PairRecord record, int cpuIndex);
}

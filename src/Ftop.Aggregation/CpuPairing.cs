using System.Runtime.CompilerServices;
using Ftop.Aggregation.Pairing;

namespace Ftop.Aggregation;

/// <summary>
/// What one CPU contributes to pairing. A system call that ends with the very next event of its CPU is paired here: within 2 µs its task cannot
/// have left the CPU and come back. Everything else waits for the merge with the other CPUs.
/// </summary>
/// <param name="recordsAtMost">Records that may wait for the merge.</param>
/// <param name="cpuIndex">The CPU.</param>
internal sealed class CpuPairing(int recordsAtMost, int cpuIndex)
{
    private const ulong SameCpuNs = 2000;

    private bool _hasEnter;
    private int _enterPid;
    private ulong _enterKey;
    private ulong _enterTimestamp;

    /// <summary>Whether system calls are paired here and not only by the merge; for tests, which compare the two.</summary>
    public bool IsFastPathOn { get; set; } = true;

    /// <summary>Records for the merge.</summary>
    public PairQueue Queue { get; } = new(recordsAtMost, cpuIndex);

    /// <summary>Own times of short functions.</summary>
    public CpuGraphRun GraphRun { get; } = new();

    /// <summary>Records that found the queue full.</summary>
    public long Dropped { get; set; }

    /// <summary>Whether a call's begin is held back, in case that its end is next.</summary>
    public bool HasEnter => _hasEnter;

    /// <summary>A system call begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Enter(int pid, ulong key, ulong timestamp)
    {
        if (_hasEnter)
        {
            Flush();
        }

        (_hasEnter, _enterPid, _enterKey, _enterTimestamp) = (true, pid, key, timestamp);
    }

    /// <summary>A system call returns; <paramref name="counts"/> take its duration if it is known already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Exit(int pid, ulong key, ulong timestamp, CpuAccumulator counts)
    {
        if (_hasEnter && _enterKey == key && _enterPid == pid && timestamp - _enterTimestamp <= SameCpuNs && IsFastPathOn)
        {
            _hasEnter = false;
            counts.AddShortCall(key, (int)(timestamp - _enterTimestamp));
        }
        else
        {
            ExitByMerge(pid, key, timestamp);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ExitByMerge(int pid, ulong key, ulong timestamp)
    {
        Flush();
        Add(new PairRecord(timestamp, key, 0, pid, 0, PairKind.SystemCallExit));
    }

    /// <summary>Another event came: the begin that was held back goes to the merge.</summary>
    public void Flush()
    {
        if (_hasEnter)
        {
            _hasEnter = false;
            Add(new PairRecord(_enterTimestamp, _enterKey, 0, _enterPid, 0, PairKind.SystemCallEnter));
        }
    }

    /// <summary>Adds a record for the merge.</summary>
    public void Add(in PairRecord record)
    {
        if (!Queue.TryAdd(record))
        {
            Dropped++; // the queue ends in a loss, across which nothing is paired
        }
    }

    /// <summary>Events of this CPU are missing from this time on.</summary>
    public void BeginLoss(ulong timestamp)
    {
        Flush();
        Add(PairRecord.Loss(cpuIndex, PairKind.LossBegin, timestamp));
    }

    /// <summary>From this time on its events are whole again.</summary>
    public void EndLoss(ulong timestamp)
    {
        GraphRun.Forget(timestamp);
        Add(PairRecord.Loss(cpuIndex, PairKind.LossEnd, timestamp));
    }
}

using System.Runtime.CompilerServices;
using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation;

/// <summary>What was counted on one CPU during one window. Plain data: filled by <see cref="EventCounter{TOrder}"/>, folded into the window by the tick.</summary>
internal sealed class CpuAccumulator : TraceCounts
{
    private const int SystemCallKeys = 1 << 11;
    private const int Cells = 512;
    private const int FewCalls = 256;

    // None before the CPU makes many calls in a window: they are 20 KiB.
    private CallCell[] _cells = [];
    private int _callsWithoutCells;
    private readonly ushort _cpuIndex;

    /// <param name="limits">Bounds of all CPUs together.</param>
    /// <param name="cpus">Among how many CPUs they are shared out.</param>
    /// <param name="cpuIndex">The CPU.</param>
    public CpuAccumulator(AggregationLimits limits, int cpus, int cpuIndex)
        : base(Math.Max(limits.Keys / cpus, 1 << 10), limits.SketchKeys, SystemCallKeys, Math.Max(limits.LatencyBuckets / cpus, 1 << 12)) =>
        _cpuIndex = (ushort)cpuIndex;

    /// <summary>Events of all kinds.</summary>
    public long Events { get; set; }

    /// <summary>Events lost, as the sub-buffers say: at least this many.</summary>
    public long Missed { get; set; }

    /// <summary>Whether a sub-buffer told of lost events without saying how many.</summary>
    public bool IsMissedUnknown { get; set; }

    /// <summary>Whether an event without a format came.</summary>
    public bool HasUnknownIds { get; set; }

    /// <summary>Names that the events carried.</summary>
    public TaskComms Comms { get; } = new();

    /// <summary>Counts one system call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CountCall(ulong key)
    {
        CallCell[] cells = _cells;
        if (key < (ulong)cells.Length)
        {
            cells[key].Calls++;
        }
        else
        {
            CountFirstCall(key);
        }
    }

    /// <summary>Adds the duration of a system call that was paired on this CPU.</summary>
    /// <param name="key">The call.</param>
    /// <param name="ns">At most 2 µs.</param>
    /// <param name="begin">When it began, trace clock.</param>
    /// <param name="pid">The task that called it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddShortCall(ulong key, int ns, ulong begin, int pid)
    {
        CallCell[] cells = _cells;
        if (key < (ulong)cells.Length && cells[key].TryAdd(ns, begin, pid))
        {
            return;
        }

        SystemCallLatencies.Add(key, ns, new SpanPlace(begin, pid, pid, _cpuIndex, _cpuIndex));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountFirstCall(ulong key)
    {
        if (_cells.Length == 0 && ++_callsWithoutCells > FewCalls)
        {
            _cells = new CallCell[Cells];
        }

        SystemCalls.Add(key, 1);
    }

    /// <summary>Moves what was counted by number to the tables, where it is read.</summary>
    public void MoveCells()
    {
        for (int number = 0; number < _cells.Length; number++)
        {
            ref CallCell cell = ref _cells[number];
            if (cell.Calls != 0)
            {
                SystemCalls.Add((ulong)number, cell.Calls);
            }

            if (cell.Samples != 0)
            {
                SystemCallLatencies.Add((ulong)number, cell, _cpuIndex);
                cell.Buckets.AsSpan().Clear();
            }

            cell = new CallCell { Buckets = cell.Buckets };
        }
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        base.Clear();
        Events = Missed = 0;
        _callsWithoutCells = 0;
        IsMissedUnknown = HasUnknownIds = false;
    }
}

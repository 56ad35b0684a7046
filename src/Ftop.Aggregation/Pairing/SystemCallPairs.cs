using System.Runtime.InteropServices;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Events;

namespace Ftop.Aggregation.Pairing;

/// <summary>
/// System calls that have begun, by task, and what becomes of them: an exit of the same call gives a duration. Fed in the order of time.
/// </summary>
internal sealed class SystemCallPairs(int tasksAtMost)
{
    private readonly Dictionary<int, OpenCall> _open = [];

    /// <summary>Calls of which the end was not seen, since events were lost or more tasks than can be followed are in calls.</summary>
    public long Unpaired { get; set; }

    /// <summary>Exits whose call had begun before it was traced, or in another task: clone returns in the child too.</summary>
    public long ExitsWithoutEnter { get; set; }

    /// <summary>A call begins. One that the task had open has ended unseen.</summary>
    public void Enter(int pid, ulong key, ulong timestamp, int cpuIndex)
    {
        if (_open.Count >= tasksAtMost && !_open.ContainsKey(pid))
        {
            Unpaired++;
            return;
        }

        ref OpenCall call = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, pid, out bool exists);
        Unpaired += exists ? 1 : 0;
        if (!exists || timestamp >= call.Timestamp) // one that the merge got late has ended since
        {
            call = new OpenCall(key, timestamp, (ushort)cpuIndex);
        }
    }

    /// <summary>A call returns: its duration goes to <paramref name="latencies"/> if its begin was seen, and where it failed to <paramref name="failures"/>.</summary>
    public void Exit(in PairRecord exit, int cpuIndex, LatencyTable latencies, FailedCalls failures)
    {
        if (!_open.Remove(exit.Pid, out OpenCall call))
        {
            ExitsWithoutEnter++;
            return;
        }

        if (call.Key == exit.Key && exit.Timestamp >= call.Timestamp)
        {
            long ns = (long)(exit.Timestamp - call.Timestamp);
            var place = new SpanPlace(call.Timestamp, exit.Pid, exit.Pid, call.CpuIndex, (ushort)cpuIndex);
            latencies.Add(exit.Key, ns, place);
            if (exit.Slot != 0)
            {
                failures.Add(exit.Key, new FailedCall(place, ns, exit.Slot));
            }
        }
        else
        {
            Unpaired++;
        }
    }

    /// <summary>Events were lost: an open call may have returned, and another begun, unseen.</summary>
    public void Invalidate()
    {
        Unpaired += _open.Count;
        _open.Clear();
    }

    /// <summary>Counts the open calls by <see cref="SystemCallKey"/>.</summary>
    public void CountOpen(CountTable into)
    {
        foreach (OpenCall call in _open.Values)
        {
            into.Add(call.Key, 1);
        }
    }
}

/// <summary>A system call that has begun.</summary>
internal readonly record struct OpenCall(ulong Key, ulong Timestamp, ushort CpuIndex);

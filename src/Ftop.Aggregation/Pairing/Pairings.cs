using Ftop.Aggregation.Counting;

namespace Ftop.Aggregation.Pairing;

/// <summary>All that is paired across CPUs, from window to window: what is open, and the durations since they were last taken.</summary>
internal sealed class Pairings(AggregationLimits limits)
{
    private readonly SystemCallPairs _systemCalls = new(limits.TasksInSystemCalls);
    private readonly GraphStacks _functions = new(limits.TasksInFunctions);
    private readonly LatencyTable _systemCallLatencies = new(WindowDelta.SystemCallKeys, limits.LatencyBuckets);
    private readonly LatencyTable _functionLatencies = new(limits.Keys, limits.LatencyBuckets);
    private readonly List<KeyCount> _scratch = [];

    /// <summary>Records that were dropped since too many waited.</summary>
    public long Dropped { get; set; }

    /// <summary>Takes one record in the order of time.</summary>
    public void Take(in PairRecord record)
    {
        switch (record.Kind)
        {
            case PairKind.SystemCallEnter:
                _systemCalls.Enter(record.Pid, record.Key, record.Timestamp);
                break;
            case PairKind.SystemCallExit:
                _systemCalls.Exit(record.Pid, record.Key, record.Timestamp, _systemCallLatencies);
                break;
            case PairKind.GraphExit:
                _functions.Exit(record, _functionLatencies);
                break;
            case PairKind.GraphCallees:
                _functions.AddCallees(record);
                break;
            default:
                _systemCalls.Invalidate();
                _functions.Invalidate(record.Timestamp);
                break;
        }
    }

    /// <summary>Moves what was paired to a window, and counts there what is open.</summary>
    public void MoveTo(WindowDelta delta)
    {
        delta.SystemCallLatencies.AddAll(_systemCallLatencies, _scratch);
        delta.FunctionLatencies.AddAll(_functionLatencies, _scratch);
        delta.Unpaired += _systemCalls.Unpaired + _functions.Unknown + Dropped;
        delta.ExitsWithoutEnter += _systemCalls.ExitsWithoutEnter;
        _systemCalls.CountOpen(delta.InProgress);
        _systemCallLatencies.Clear();
        _functionLatencies.Clear();
        _systemCalls.Unpaired = _systemCalls.ExitsWithoutEnter = _functions.Unknown = Dropped = 0;
    }
}

using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Pairing;

/// <summary>All that is paired across CPUs, from window to window: what is open, and the durations since they were last taken.</summary>
/// <param name="limits">Bounds in force.</param>
/// <param name="cpus">CPUs with a buffer.</param>
internal sealed class Pairings(AggregationLimits limits, int cpus) : IPairConsumer
{
    private readonly SystemCallPairs _systemCalls = new(limits.TasksInSystemCalls);
    private readonly GraphStacks _functions = new(limits.TasksInFunctions);
    private readonly LatencyTable _systemCallLatencies = new(WindowDelta.SystemCallKeys, limits.LatencyBuckets);
    private readonly FailedCalls _failures = new(WindowDelta.SystemCallKeys);
    private readonly LatencyTable _functionLatencies = new(limits.Keys, limits.LatencyBuckets);
    private readonly MeasureTables _measures = new(limits.Keys, limits.LatencyBuckets);
    private readonly List<KeyCount> _scratch = [];
    private readonly bool[] _isLosing = new bool[cpus];
    private OpenSpans?[] _spans = [];
    private int _losingCpus;

    /// <summary>Records that were dropped since too many waited.</summary>
    public long Dropped { get; set; }

    /// <inheritdoc/>
    public void Take(in PairRecord record, int cpuIndex)
    {
        switch (record.Kind)
        {
            case PairKind.SystemCallEnter when _losingCpus > 0:
                _systemCalls.Unpaired++; // its task may return, and call again, on the CPU whose records are missing
                break;
            case PairKind.SystemCallEnter:
                _systemCalls.Enter(record.Pid, record.Key, record.Timestamp, cpuIndex);
                break;
            case PairKind.SystemCallExit:
                _systemCalls.Exit(record, cpuIndex, _systemCallLatencies, _failures);
                break;
            case PairKind.GraphExit:
                _functions.Exit(record, cpuIndex, _functionLatencies);
                break;
            case PairKind.GraphCallees:
                _functions.AddCallees(record);
                break;
            case PairKind.Span when _losingCpus > 0 && SpanRecord.Part(record) == RulePart.Begin:
                _measures[SpanRecord.Slot(record)].Unpaired++; // it may end on the CPU whose records are missing
                break;
            case PairKind.Span:
                SpansOf(SpanRecord.Slot(record)).Take(record, cpuIndex, _measures[SpanRecord.Slot(record)]);
                break;
            default:
                NoteLoss(record);
                break;
        }
    }

    /// <summary>Moves what was paired to a window, and counts there what is open.</summary>
    /// <param name="delta">The window.</param>
    /// <param name="measures">What is measured; spans of others are forgotten.</param>
    /// <param name="until">End of the window by the trace clock: all that is older was taken.</param>
    public void MoveTo(WindowDelta delta, MeasureSlots measures, ulong until)
    {
        MoveSpansTo(delta, measures, until);
        delta.SystemCallLatencies.AddAll(_systemCallLatencies, _scratch);
        delta.Failures.AddAll(_failures);
        delta.FunctionLatencies.AddAll(_functionLatencies, _scratch);
        delta.Unpaired += _systemCalls.Unpaired + _functions.Unknown + Dropped;
        delta.ExitsWithoutEnter += _systemCalls.ExitsWithoutEnter;
        _systemCalls.CountOpen(delta.InProgress);
        _systemCallLatencies.Clear();
        _failures.Clear();
        _functionLatencies.Clear();
        _systemCalls.Unpaired = _systemCalls.ExitsWithoutEnter = _functions.Unknown = Dropped = 0;
    }

    private void MoveSpansTo(WindowDelta delta, MeasureSlots measures, ulong until)
    {
        delta.Measures.AddAll(_measures, _scratch);
        _measures.Clear();
        for (int slot = 0; slot < _spans.Length; slot++)
        {
            if (_spans[slot] is OpenSpans spans && measures.Watched.Contains(measures.All[slot]))
            {
                spans.EndWindow(until, delta.Measures[slot]);
            }
            else
            {
                _spans[slot] = null; // what ends while nobody watches is not seen to end
            }
        }
    }

    private OpenSpans SpansOf(int slot)
    {
        if (slot >= _spans.Length)
        {
            Array.Resize(ref _spans, slot + 1);
        }

        return _spans[slot] ??= new OpenSpans(limits.OpenSpans);
    }

    private void NoteLoss(in PairRecord record)
    {
        bool isLosing = record.Kind == PairKind.LossBegin;
        _losingCpus += (isLosing ? 1 : 0) - (_isLosing[record.Pid] ? 1 : 0);
        _isLosing[record.Pid] = isLosing;
        _systemCalls.Invalidate();
        for (int slot = 0; slot < _spans.Length; slot++)
        {
            if (_spans[slot]?.Invalidate() is int lost and > 0)
            {
                _measures[slot].Unpaired += lost;
            }
        }

        _functions.Invalidate(record.Timestamp, isOver: _losingCpus == 0);
    }
}

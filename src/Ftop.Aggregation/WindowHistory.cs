using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Ftop.Aggregation.Counting;
using Ftop.Aggregation.Events;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Windows;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.SystemCalls;

namespace Ftop.Aggregation;

/// <summary>What is remembered from window to window, and how it becomes a <see cref="WindowSnapshot"/>.</summary>
internal sealed class WindowHistory
{
    private readonly ImmutableArray<int> _cpus;
    private readonly AggregationLimits _limits;
    private readonly List<MeasureHistory> _measures = [];
    private readonly int _snapshotRows;
    private readonly SlidingTimeline _timeline = new();
    private readonly RateTable _events;
    private readonly RateTable _processes;
    private readonly RateTable _functions;
    private readonly RateTable _systemCalls;
    private readonly LatencySummaries _systemCallLatencies = new();
    private readonly RowNames _names = new();
    private readonly LossHistory _loss = new();
    private readonly long[] _eventsSinceStart;
    private readonly long[] _lostSinceStart;
    private readonly List<KeyCount> _counts = [];
    private readonly List<ulong> _keys = [];
    private readonly Dictionary<ulong, List<ErrnoCount>> _errnos = [];
    private readonly WorstSpans _worstSystemCalls;
    private readonly WorstSpans _worstFunctions;
    private readonly FailedCalls _failures = new(WindowDelta.SystemCallKeys);

    public WindowHistory(ImmutableArray<int> cpus, AggregationLimits limits)
    {
        _cpus = cpus;
        _limits = limits;
        _snapshotRows = limits.SnapshotRows;
        _events = new RateTable(limits.Rows, _timeline);
        _processes = new RateTable(limits.Rows, _timeline, limits.IdleTasks);
        _functions = new RateTable(limits.Rows, _timeline);
        _systemCalls = new RateTable(limits.Rows, _timeline);
        _worstSystemCalls = new WorstSpans(limits.Rows, cpus);
        _worstFunctions = new WorstSpans(limits.Rows, cpus);
        _eventsSinceStart = new long[cpus.Length];
        _lostSinceStart = new long[cpus.Length];
    }

    /// <summary>Forgets everything: counts begin anew.</summary>
    public void Clear()
    {
        _timeline.Clear();
        foreach (RateTable table in Tables)
        {
            table.Clear();
        }

        foreach (MeasureHistory measure in _measures)
        {
            measure.Clear();
        }

        _worstSystemCalls.Clear();
        _worstFunctions.Clear();
        _failures.Clear();
        Array.Clear(_eventsSinceStart);
        Array.Clear(_lostSinceStart);
        _loss.Clear();
    }

    /// <summary>Adds a window and shows it.</summary>
    /// <param name="buffers">What was counted, and the memory of the rows: both belong to the snapshot from here on.</param>
    /// <param name="frame">The window.</param>
    /// <param name="layouts">What its events mean.</param>
    public WindowSnapshot Add(WindowBuffers buffers, WindowFrame frame, EventLayouts layouts)
    {
        WindowDelta delta = buffers.Delta;
        _timeline.Add(frame.WindowSec);
        foreach (RateTable table in Tables)
        {
            table.BeginWindow();
        }

        AddCounts(delta);
        _worstSystemCalls.Add(delta.SystemCallLatencies);
        _worstFunctions.Add(delta.FunctionLatencies);
        _failures.AddAll(delta.Failures);
        AddMeasures(delta, layouts.Measures, frame.WindowSec);
        foreach (RateTable table in Tables)
        {
            table.EndWindow();
        }

        _names.Use(frame.Metadata);
        ImmutableArray<CpuRow> cpus = CpuRows(delta, frame.WindowSec, MeasuredTimes.OfCpus(delta.Measures, layouts.Measures));
        _loss.Add(frame, cpus.Any(static cpu => cpu.Lost > 0));
        bool fits = true;
        return new WindowSnapshot
        {
            Time = frame.Time,
            WindowSec = frame.WindowSec,
            Tracer = frame.Tracer,
            Events = frame.Events,
            Total = Total(cpus, delta, frame.WindowSec),
            Cpus = cpus,
            Functions = FunctionsOf(buffers, frame, ref fits),
            SystemCalls = SystemCallRows(delta, frame.WindowSec, ref fits),
            ByEvent = EventRows(frame.WindowSec, ref fits),
            Processes = ProcessesOf(buffers, frame, MeasuredTimes.OfTasks(delta.Measures, layouts.Measures), ref fits),
            Measures = MeasureRows(delta, frame, layouts.Measures, ref fits),
            Notices = [.. layouts.RuleFaults],
            Self = frame.Self,
            IsTruncated = !fits || delta.IsTruncated || Tables.Any(static table => table.IsTruncated),
        };
    }

    private RateTable[] Tables => [_events, _processes, _functions, _systemCalls];

    private void AddCounts(WindowDelta delta)
    {
        for (int id = 0; id < delta.ById.Length; id++)
        {
            if (delta.ById[id] != 0)
            {
                _events.Add((ulong)id, delta.ById[id]);
            }
        }

        AddAll(delta.UnknownIds, _events);
        AddAll(delta.EventsByPid, _processes);
        // A record whose address the kernel did not know is no function's.
        AddAll(delta.Functions, _functions, leavesOutZero: true);
        AddAll(delta.SystemCalls, _systemCalls);
        delta.InProgress.Read(_counts);
        foreach (KeyCount open in _counts)
        {
            _systemCalls.Add(open.Key, 0);
        }
    }

    private void AddMeasures(WindowDelta delta, MeasureSlots measures, double windowSec)
    {
        foreach (MeasureSlot slot in measures.All.AsSpan(_measures.Count, measures.All.Length - _measures.Count))
        {
            _measures.Add(new MeasureHistory(slot, _limits, _timeline, _cpus));
        }

        for (int slot = 0; slot < _measures.Count; slot++)
        {
            if (_measures[slot].Slot != measures.All[slot])
            {
                _measures[slot] = new MeasureHistory(measures.All[slot], _limits, _timeline, _cpus); // a breakdown that took the place of another
            }

            _measures[slot].Add(delta.Measures.Find(slot), measures.Watched.Contains(measures.All[slot]) ? windowSec : 0);
        }
    }

    private ImmutableArray<MeasureTable> MeasureRows(WindowDelta delta, in WindowFrame frame, MeasureSlots measures, ref bool fits)
    {
        var tables = new MeasureTable[measures.Watched.Length];
        for (int i = 0; i < tables.Length; i++)
        {
            MeasureSlot slot = measures.Watched[i];
            bool mayHaveLost = slot.Measure.Rules.Any(rule => _loss.Of(rule.System, rule.Name));
            tables[i] = _measures[slot.Index].Read(delta.Measures.Find(slot.Index), frame, _loss.Spared(mayHaveLost), ref fits);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(tables);
    }

    private void AddAll(CountTable counts, RateTable to, bool leavesOutZero = false)
    {
        counts.Read(_counts);
        foreach (KeyCount entry in _counts)
        {
            if (entry.Key != 0 || !leavesOutZero)
            {
                to.Add(entry.Key, entry.Count);
            }
        }
    }

    private ImmutableArray<CpuRow> CpuRows(WindowDelta delta, double windowSec, Func<ulong, CpuTimes>? times)
    {
        var rows = new CpuRow[_cpus.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            CpuCounts counts = delta.Cpus[i];
            _eventsSinceStart[i] += counts.Events;
            _lostSinceStart[i] += Math.Max(counts.Missed, counts.Overrun) + counts.Dropped;
            rows[i] = new CpuRow(
                _cpus[i], counts.Events, PerSec(counts.Events, windowSec), counts.Missed, counts.Overrun, counts.Dropped, _lostSinceStart[i],
                _eventsSinceStart[i])
            {
                IsMissedUnknown = counts.IsMissedUnknown,
                Times = times?.Invoke((ulong)_cpus[i]),
            };
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(rows);
    }

    private WindowTotal Total(ImmutableArray<CpuRow> cpus, WindowDelta delta, double windowSec)
    {
        long events = cpus.Sum(static cpu => cpu.Events);
        return new WindowTotal(
            events, PerSec(events, windowSec), cpus.Sum(static cpu => cpu.Missed), cpus.Sum(static cpu => cpu.Overrun),
            cpus.Sum(static cpu => cpu.Dropped), delta.CorruptSubBuffers)
        {
            IsMissedUnknown = cpus.Any(static cpu => cpu.IsMissedUnknown),
            ShortRecords = delta.ShortRecords,
            Unpaired = delta.Unpaired,
            ExitsWithoutEnter = delta.ExitsWithoutEnter,
            Restarts = SumOf(delta.Restarts),
            Damage = delta.CorruptSubBuffers == 0 ? default : DamageOf(delta.Damage),
        };
    }

    private long SumOf(CountTable table)
    {
        table.Read(_counts);
        return _counts.Sum(static entry => entry.Count);
    }

    private static ImmutableArray<DamageCount> DamageOf(ReadOnlySpan<long> counts)
    {
        ImmutableArray<DamageCount>.Builder damage = ImmutableArray.CreateBuilder<DamageCount>();
        for (int status = 0; status < counts.Length; status++)
        {
            if (counts[status] > 0)
            {
                damage.Add(new DamageCount(((DecodeStatus)status).ToString(), counts[status]));
            }
        }

        return damage.ToImmutable();
    }

    private TableSnapshot<FunctionRow> FunctionsOf(WindowBuffers buffers, in WindowFrame frame, ref bool fits)
    {
        fits &= buffers.Functions.Take(_functions, buffers.Delta.FunctionLatencies, _worstFunctions, _snapshotRows, frame, _loss.Spared(_loss.OfFunctions));
        return new TableSnapshot<FunctionRow>(buffers.Functions);
    }

    private TableSnapshot<ProcessRow> ProcessesOf(WindowBuffers buffers, in WindowFrame frame, Func<ulong, TaskTimes>? times, ref bool fits)
    {
        fits &= buffers.Processes.Take(_processes, buffers.Delta.SystemCallsByPid, times, _limits, frame);
        return new TableSnapshot<ProcessRow>(buffers.Processes);
    }

    private TableSnapshot<SystemCallRow> SystemCallRows(WindowDelta delta, double windowSec, ref bool fits)
    {
        fits &= _systemCalls.ReadTop(_snapshotRows, _keys);
        _systemCallLatencies.Read(delta.SystemCallLatencies);
        ReadErrnos(delta);
        var rows = new SystemCallRow[_keys.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            ulong key = _keys[i];
            string name = _names.SystemCall(key);
            ImmutableArray<ErrnoCount> errnos = _errnos.TryGetValue(key, out List<ErrnoCount>? found) ? [.. found] : [];
            rows[i] = new SystemCallRow(
                name, SystemCallKey.Number(key), _systemCalls.RatesOf(key, windowSec) with { IsSparedByLoss = _loss.Spared(_loss.OfSystemCalls) }, errnos.Sum(static errno => errno.Count),
                errnos, _systemCallLatencies.Of(key), (int)delta.InProgress.Count(key))
            {
                Restarts = delta.Restarts.Count(key),
                Durations = new Durations(delta.SystemCallLatencies, key),
                Worst = _worstSystemCalls.Of(key) is WorstSpan worst ? worst with { SystemCall = name } : null,
                Failed = FailedOf(key, name),
            };
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(rows));
    }

    private FailedSpan? FailedOf(ulong key, string name) => _failures.ByCall.TryGetValue(key, out FailedCall failed)
        ? new FailedSpan(WorstSpan.Of(failed.Place, failed.DurationNs, _cpus) with { SystemCall = name }, Errno.Name(failed.Errno))
        : null;

    private void ReadErrnos(WindowDelta delta)
    {
        _errnos.Clear();
        delta.Errors.Read(_counts);
        _counts.Sort(static (a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.Key.CompareTo(b.Key));
        foreach (KeyCount entry in _counts)
        {
            (ulong key, int errno) = SystemCallKey.SplitErrno(entry.Key);
            ref List<ErrnoCount>? errnos = ref CollectionsMarshal.GetValueRefOrAddDefault(_errnos, key, out _);
            (errnos ??= []).Add(new ErrnoCount(Errno.Name(errno), entry.Count));
        }
    }

    private TableSnapshot<EventRow> EventRows(double windowSec, ref bool fits)
    {
        fits &= _events.ReadTop(_snapshotRows, _keys);
        var rows = new EventRow[_keys.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            (string system, string name) = _names.Event(_keys[i]);
            rows[i] = new EventRow(system, name, _events.RatesOf(_keys[i], windowSec) with { IsSparedByLoss = _loss.Spared(_loss.Of(system, name)) });
        }

        return new(ImmutableCollectionsMarshal.AsImmutableArray(rows));
    }

    private static double PerSec(long count, double sec) => sec > 0 ? count / sec : 0;
}

using Ftop.Decoding.Filters;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.Text;

/// <summary>The selected events of all CPUs by time, one after the other, for forms that need no look ahead.</summary>
internal sealed class TraceWalk
{
    private readonly EventMerger _merger;
    private readonly CommonFields _common;
    private readonly BoundFilters? _filters;
    private readonly bool[] _seenTypes = new bool[ushort.MaxValue + 1];
    private readonly TraceTotals _totals;
    private ulong _selected;

    // Losses before events that were not selected, by CPU.
    private readonly Dictionary<int, MissedEvents> _pending = [];

    public TraceWalk(TraceTextInput input, IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> cpus, TraceSelection? selection)
    {
        _merger = new EventMerger(cpus, input, selection?.Cpus);
        _common = new CommonFields(input.Formats, input.HeaderPage.BigEndian);
        _filters = selection?.Bind(input);
        _totals = _merger.Count(_seenTypes, _common.Type);
        _merger.Start();
    }

    /// <summary>Of all CPUs.</summary>
    public TraceTotals Totals => _totals with { Selected = _selected };

    /// <summary>Whether a <c>common_type</c> occurs, by its number.</summary>
    public ReadOnlySpan<bool> SeenTypes => _seenTypes;

    /// <summary>What was lost on the current event's CPU since the one before it.</summary>
    public MissedEvents Missed { get; private set; }

    /// <summary>Moves on; false at the end.</summary>
    public bool TryMoveNext(out TraceEntry entry)
    {
        while (_merger.TryMoveNext())
        {
            CpuCursor cursor = _merger.Current;
            entry = _common.Read(cursor.CurrentRecord, _merger.Timestamp, cursor.Cpu);
            Missed = cursor.CurrentMissed;
            if (_filters is null)
            {
                _selected++;
                return true;
            }

            MissedEvents before = _pending.GetValueOrDefault(entry.Cpu);
            Missed = before.Any ? new MissedEvents(true, Missed.Any ? before.Count + Missed.Count : before.Count) : Missed;
            bool isSelected = _filters.Accepts(entry);
            _pending[entry.Cpu] = isSelected ? MissedEvents.None : Missed;
            if (isSelected)
            {
                _selected++;
                return true;
            }
        }

        entry = default;
        return false;
    }
}

using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text;

/// <summary>The events of all CPUs by time; of equal times the lowest CPU comes first (<c>kernel/trace/trace.c __find_next_entry</c>).</summary>
internal sealed class EventMerger
{
    private readonly CpuCursor[] _all;
    private readonly CpuCursor[] _cursors;
    private readonly Earliest _earliest;
    private int _currentIndex = -1;

    /// <param name="cpus">Ascending by the kernel's number.</param>
    /// <param name="input">Tells the layout of the sub-buffers, and the time.</param>
    /// <param name="only">The CPUs to step over, null for all; the others are only counted.</param>
    public EventMerger(IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> cpus, TraceTextInput input, IReadOnlySet<int>? only)
    {
        _all = [.. cpus.Select(cpu => new CpuCursor(cpu.SubBuffers, input.HeaderPage, input.Time, cpu.Cpu))];
        _cursors = [.. _all.Where(cursor => only is null || only.Contains(cursor.Cpu))];
        _earliest = new Earliest(_cursors.Length);
    }

    /// <summary>The cursor that the current event came from.</summary>
    public CpuCursor Current { get; private set; } = null!;

    public ulong Timestamp { get; private set; }

    /// <summary>Reads everything once.</summary>
    /// <param name="seenTypes">Gets true for each <c>common_type</c> that occurs.</param>
    /// <param name="type">Where that stands.</param>
    public TraceTotals Count(bool[] seenTypes, FieldReader type)
    {
        var totals = new TraceTotals();
        foreach (CpuCursor cursor in _all)
        {
            TraceTotals ofCpu = cursor.Count(seenTypes, type);
            totals = new TraceTotals(totals.Entries + ofCpu.Entries, totals.Missed + ofCpu.Missed, totals.AnyMissed || ofCpu.AnyMissed, totals.Damaged + ofCpu.Damaged);
        }

        return totals;
    }

    public void Start()
    {
        for (int i = 0; i < _cursors.Length; i++)
        {
            _cursors[i].Start();
            Look(i);
        }

        _currentIndex = -1;
    }

    /// <summary>Moves to the next event.</summary>
    public bool TryMoveNext()
    {
        _currentIndex = FindFirst();
        if (_currentIndex < 0)
        {
            return false;
        }

        Current = _cursors[_currentIndex];
        Timestamp = Current.Take().Timestamp;
        return true;
    }

    /// <summary>When the event after the current one was.</summary>
    public bool TryPeek(out ulong timestamp)
    {
        int first = FindFirst();
        timestamp = first < 0 ? 0 : _cursors[first].NextTimestamp;
        return first >= 0;
    }

    // The current cursor is looked at now, not when its event was taken: who prints the event may have taken the next one too, as of a leaf function.
    private int FindFirst()
    {
        if (_currentIndex >= 0)
        {
            Look(_currentIndex);
        }

        return _earliest.First;
    }

    private void Look(int index) => _earliest.Set(index, _cursors[index].HasNext ? _cursors[index].NextTimestamp : null);
}

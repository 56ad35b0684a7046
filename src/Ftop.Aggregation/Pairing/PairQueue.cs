namespace Ftop.Aggregation.Pairing;

/// <summary>One CPU's records in the order of its ring buffer, waiting for the merge. Grows up to a bound and keeps its memory.</summary>
internal sealed class PairQueue(int recordsAtMost)
{
    private const int FewestRecords = 256;

    private PairRecord[] _records = [];
    private int _start;
    private int _end;

    /// <summary>Records that wait.</summary>
    public int Count => _end - _start;

    /// <summary>The oldest record; <see cref="Count"/> must not be 0.</summary>
    public ref readonly PairRecord Peek => ref _records[_start];

    /// <summary>When the record in the middle happened; 0 if there is none.</summary>
    public ulong MiddleTimestamp => Count == 0 ? 0 : _records[_start + (Count / 2)].Timestamp;

    /// <summary>False if the queue is full: the record is not in it.</summary>
    public bool TryAdd(in PairRecord record)
    {
        if (_end == _records.Length && !TryMakeRoom(1))
        {
            return false;
        }

        _records[_end++] = record;
        return true;
    }

    /// <summary>Moves all of another queue's records behind this one's; what does not fit is left out.</summary>
    /// <returns>Records left out.</returns>
    public int TakeAll(PairQueue other)
    {
        int taken = other.Count;
        if (_records.Length - _end < taken && !TryMakeRoom(taken))
        {
            taken = _records.Length - _end;
        }

        other._records.AsSpan(other._start, taken).CopyTo(_records.AsSpan(_end));
        _end += taken;
        int leftOut = other.Count - taken;
        other.Clear();
        return leftOut;
    }

    /// <summary>Removes the oldest record.</summary>
    public void RemoveFirst() => _start++;

    /// <summary>Removes all records.</summary>
    public void Clear() => _start = _end = 0;

    // Moves the records to the front, and into a larger array if they still lack room.
    private bool TryMakeRoom(int count)
    {
        int waiting = Count;
        PairRecord[] from = _records;
        if (waiting + count > from.Length / 2 && from.Length < recordsAtMost)
        {
            long wanted = Math.Max(Math.Max(from.Length * 2L, FewestRecords), waiting + count);
            _records = new PairRecord[Math.Min(wanted, recordsAtMost)];
        }

        from.AsSpan(_start, waiting).CopyTo(_records);
        _start = 0;
        _end = waiting;
        return _records.Length - _end >= count;
    }
}

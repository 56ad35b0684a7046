namespace Ftop.Aggregation.Pairing;

/// <summary>
/// One CPU's records in the order of its ring buffer, waiting for the merge. Grows up to a bound, and shrinks when nothing needed that for a while. What does not fit is left out, and
/// stands in the queue as a loss from the first to the last of it, for which there is always room.
/// </summary>
/// <param name="recordsAtMost">Beside the marks of a loss.</param>
/// <param name="cpuIndex">Whose records they are.</param>
internal sealed class PairQueue(int recordsAtMost, int cpuIndex)
{
    private const int FewestRecords = 32;
    private const int Marks = 2;
    private const int TrimsUntilShrunk = 16;

    private PairRecord[] _records = [];
    private int _start;
    private int _end;
    private int _most;
    private int _trims;

    /// <summary>Records that wait.</summary>
    public int Count => _end - _start;

    /// <summary>The oldest record; <see cref="Count"/> must not be 0.</summary>
    public ref readonly PairRecord Peek => ref _records[_start];

    /// <summary>When the record in the middle happened; 0 if there is none.</summary>
    public ulong MiddleTimestamp => Count == 0 ? 0 : _records[_start + (Count / 2)].Timestamp;

    /// <summary>False if the queue is full: then a loss stands for the record.</summary>
    public bool TryAdd(in PairRecord record)
    {
        if (Count >= recordsAtMost)
        {
            Lose(record.Timestamp, record.Timestamp);
            return false;
        }

        Append(record);
        return true;
    }

    /// <summary>Moves all of another queue's records behind this one's; for what does not fit stands a loss.</summary>
    /// <returns>Records left out.</returns>
    public int TakeAll(PairQueue other)
    {
        if (Count == 0 && other.Count <= recordsAtMost)
        {
            (_records, other._records) = (other._records, _records);
            (_start, _end) = (other._start, other._end);
            _most = Math.Max(_most, Count);
            other.Clear();
            return 0;
        }

        int taken = Math.Clamp(recordsAtMost - Count, 0, other.Count);
        ReadOnlySpan<PairRecord> records = other._records.AsSpan(other._start, other.Count);
        if (_records.Length - _end < taken)
        {
            MakeRoom(taken);
        }

        records[..taken].CopyTo(_records.AsSpan(_end));
        _end += taken;
        if (taken < records.Length)
        {
            Lose(records[taken].Timestamp, records[^1].Timestamp);
        }

        _most = Math.Max(_most, Count);
        other.Clear();
        return records.Length - taken;
    }

    /// <summary>Removes the oldest record.</summary>
    public void RemoveFirst() => _start++;

    /// <summary>Removes all records.</summary>
    public void Clear()
    {
        _most = Math.Max(_most, Count);
        _start = _end = 0;
    }

    /// <summary>Gives memory back that a burst needed, when nothing like it came for a while; to be called once a window.</summary>
    public void Trim()
    {
        _most = Math.Max(_most, Count);
        _trims = _records.Length > FewestRecords && _most < _records.Length / 4 ? _trims + 1 : 0;
        if (_trims == TrimsUntilShrunk)
        {
            _trims = 0;
            int waiting = Count;
            var smaller = new PairRecord[_records.Length / 2];
            _records.AsSpan(_start, waiting).CopyTo(smaller);
            (_records, _start, _end) = (smaller, 0, waiting);
        }

        _most = Count;
    }

    // A loss at the end goes on: what lies between it and this is missing too.
    private void Lose(ulong from, ulong to)
    {
        if (Count > 0 && _records[_end - 1].Kind == PairKind.LossEnd)
        {
            _records[_end - 1] = PairRecord.Loss(cpuIndex, PairKind.LossEnd, to);
            return;
        }

        Append(PairRecord.Loss(cpuIndex, PairKind.LossBegin, from));
        Append(PairRecord.Loss(cpuIndex, PairKind.LossEnd, to));
    }

    private void Append(in PairRecord record)
    {
        if (_end == _records.Length)
        {
            MakeRoom(1);
        }

        _records[_end++] = record;
    }

    // Moves the records to the front, and into a larger array if they still lack room.
    private void MakeRoom(int count)
    {
        int waiting = Count;
        PairRecord[] from = _records;
        if (waiting + count > from.Length / 2 && from.Length < recordsAtMost + Marks)
        {
            long wanted = Math.Max(Math.Max(from.Length * 2L, FewestRecords), waiting + count);
            _records = new PairRecord[Math.Min(wanted, recordsAtMost + Marks)];
        }

        from.AsSpan(_start, waiting).CopyTo(_records);
        _start = 0;
        _end = waiting;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.Text;

/// <summary>
/// Walks the events of one CPU with the next one always in sight. Two sub-buffers are held, so that the current event stays readable while the
/// next is already in the following sub-buffer.
/// </summary>
internal sealed class CpuCursor(ISubBufferSequence subBuffers, HeaderPage layout, TraceTime time, int cpu)
{
    private readonly Slot[] _slots = [new Slot(layout, time), new Slot(layout, time)];
    private int _next;
    private bool _ended;
    private SubBufferEvent _current;
    private int _currentSlot;

    /// <summary>The kernel's number of the CPU.</summary>
    public int Cpu { get; } = cpu;

    /// <summary>False once the last event was taken.</summary>
    public bool HasNext => !_ended;

    public ulong NextTimestamp => _slots[_next].Current.Timestamp;

    public ReadOnlySpan<byte> NextRecord => _slots[_next].Record(_slots[_next].Current);

    /// <summary>Of the event that <see cref="Take"/> returned last.</summary>
    public ReadOnlySpan<byte> CurrentRecord => _slots[_currentSlot].Record(_current);

    /// <summary>What was lost directly before the current event.</summary>
    public MissedEvents CurrentMissed { get; private set; }

    /// <summary>Events, and events missed, without moving: reads everything once and rewinds.</summary>
    /// <param name="seenTypes">Gets true for each <c>common_type</c> that occurs.</param>
    /// <param name="type">Where that stands.</param>
    public TraceTotals Count(bool[] seenTypes, FieldReader type)
    {
        var totals = new TraceTotals();
        Slot slot = _slots[0];
        while (slot.TryLoad(subBuffers))
        {
            for (int i = 0; i < slot.Count; i++)
            {
                if (type.TryReadInteger(slot.RecordAt(i), out long id))
                {
                    seenTypes[(ushort)id] = true;
                }
            }

            totals = totals with
            {
                Damaged = totals.Damaged + (slot.IsDamaged ? 1ul : 0),
                Entries = totals.Entries + (ulong)slot.Count,
                Missed = totals.Missed + (slot.Missed.Count ?? 0),
                AnyMissed = totals.AnyMissed || slot.Missed.Any,
            };
        }

        subBuffers.Rewind();
        return totals;
    }

    /// <summary>Puts the first event in sight.</summary>
    public void Start()
    {
        _ended = false;
        _next = 0;
        LoadNext(0, default);
    }

    /// <summary>Makes the next event the current one.</summary>
    public SubBufferEvent Take()
    {
        Slot slot = _slots[_next];
        _current = slot.Current;
        _currentSlot = _next;
        CurrentMissed = slot.TakeMissed();
        if (!slot.MoveNext())
        {
            LoadNext(1 - _next, default);
        }

        return _current;
    }

    private void LoadNext(int slotIndex, MissedEvents carried)
    {
        Slot slot = _slots[slotIndex];
        do
        {
            if (!slot.TryLoad(subBuffers))
            {
                _ended = true;
                return;
            }

            // A loss before a sub-buffer without events is one before the next that has some.
            carried = slot.CarryMissed(carried);
        }
        while (slot.Count == 0);
        _next = slotIndex;
    }

    private sealed class Slot(HeaderPage layout, TraceTime time)
    {
        private readonly byte[] _bytes = new byte[layout.SubBufferSizeBytes];
        private SubBufferEvent[] _events = new SubBufferEvent[16]; // doubled as it fills: thousands of CPUs have few each
        private int _index;
        private bool _missedTaken;

        public int Count { get; private set; }

        public MissedEvents Missed { get; private set; }

        /// <summary>Whether the sub-buffer disagrees with the ABI, so that events of it may be absent.</summary>
        public bool IsDamaged { get; private set; }

        public SubBufferEvent Current => _events[_index];

        public ReadOnlySpan<byte> RecordAt(int index) => Record(_events[index]);

        public ReadOnlySpan<byte> Record(SubBufferEvent place) => _bytes.AsSpan(place.Offset, place.Length);

        public bool TryLoad(ISubBufferSequence source)
        {
            int length = source.Read(_bytes);
            Count = 0;
            _index = 0;
            _missedTaken = false;
            if (length <= 0)
            {
                return false;
            }

            var reader = new SubBufferReader(_bytes.AsSpan(0, length), layout);
            Missed = reader.MissedEvents;
            while (reader.TryReadNext(out EventRecord record))
            {
                if (Count == _events.Length)
                {
                    Array.Resize(ref _events, Count * 2);
                }

                nint offset = Unsafe.ByteOffset(
                    ref MemoryMarshal.GetArrayDataReference(_bytes), ref MemoryMarshal.GetReference(record.Payload));
                _events[Count++] = new SubBufferEvent(time.Of(record.Timestamp), record.Payload.IsEmpty ? 0 : (int)offset, record.Payload.Length);
            }

            IsDamaged = reader.Status != DecodeStatus.Ok;

            return true;
        }

        public MissedEvents CarryMissed(MissedEvents carried)
        {
            if (carried.Any)
            {
                ulong? count = Missed.Any ? Missed.Count + carried.Count : carried.Count;
                Missed = new MissedEvents(true, count);
            }

            return Missed;
        }

        public MissedEvents TakeMissed()
        {
            MissedEvents missed = _missedTaken ? MissedEvents.None : Missed;
            _missedTaken = true;
            return missed;
        }

        public bool MoveNext() => ++_index < Count;
    }
}

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
        var types = new TypesSeen(seenTypes, type);
        while (_slots[0].Load(subBuffers) is { IsEmpty: false } subBuffer)
        {
            SubBufferSummary summary = SubBufferWalker.Walk(subBuffer, layout, ref types);
            totals = totals with
            {
                Damaged = totals.Damaged + (summary.Status == DecodeStatus.Ok ? 0 : 1ul),
                Entries = totals.Entries + (ulong)summary.Events,
                Missed = totals.Missed + (summary.MissedEvents.Count ?? 0),
                AnyMissed = totals.AnyMissed || summary.MissedEvents.Any,
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
        if (slot.HasMissedToTake || CurrentMissed.Any)
        {
            CurrentMissed = slot.TakeMissed();
        }

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

        public SubBufferEvent Current => _events[_index];

        public ReadOnlySpan<byte> Record(SubBufferEvent place) => _bytes.AsSpan(place.Offset, place.Length);

        /// <summary>The bytes of the next sub-buffer alone; empty at the end.</summary>
        public ReadOnlySpan<byte> Load(ISubBufferSequence source) => _bytes.AsSpan(0, Math.Max(0, source.Read(_bytes)));

        public bool TryLoad(ISubBufferSequence source)
        {
            ReadOnlySpan<byte> subBuffer = Load(source);
            Count = 0;
            _index = 0;
            _missedTaken = false;
            if (subBuffer.IsEmpty)
            {
                return false;
            }

            var places = new Places(this, time);
            Missed = SubBufferWalker.Walk(subBuffer, layout, ref places).MissedEvents;
            return true;
        }

        public void Add(ulong timestamp, scoped ReadOnlySpan<byte> payload)
        {
            if (Count == _events.Length)
            {
                Array.Resize(ref _events, Count * 2);
            }

            nint offset = Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_bytes), ref MemoryMarshal.GetReference(payload));
            _events[Count++] = new SubBufferEvent(timestamp, payload.IsEmpty ? 0 : (int)offset, payload.Length);
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

        /// <summary>Whether it was not taken yet: only before the first event.</summary>
        public bool HasMissedToTake => !_missedTaken;

        public MissedEvents TakeMissed()
        {
            MissedEvents missed = _missedTaken ? MissedEvents.None : Missed;
            _missedTaken = true;
            return missed;
        }

        public bool MoveNext() => ++_index < Count;
    }

    private readonly struct Places(Slot slot, TraceTime time) : IEventVisitor
    {
        public void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp) => slot.Add(time.Of(timestamp), payload);
    }

    private readonly struct TypesSeen(bool[] seen, FieldReader type) : IEventVisitor
    {
        public void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp)
        {
            if (type.TryReadInteger(payload, out long id))
            {
                seen[(ushort)id] = true;
            }
        }
    }
}

/// <summary>Where an event is in its sub-buffer.</summary>
internal readonly record struct SubBufferEvent(ulong Timestamp, int Offset, int Length);

namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// The 32-bit word before every event (<c>include/linux/ring_buffer.h struct ring_buffer_event</c>): 5 bits <c>type_len</c> and 27 bits
/// <c>time_delta</c>. They are C bit fields, so type_len is the low end of the word on little-endian machines and the high end on big-endian ones.
/// </summary>
public readonly record struct EventHeader
{
    /// <summary>type_len: the length is in the next word, which counts itself.</summary>
    public const uint LongData = 0;

    /// <summary>Largest type_len of a data event, whose payload is 4 × type_len bytes.</summary>
    public const uint MaxDataTypeLen = 28;

    /// <summary>type_len: rest of the sub-buffer (time_delta 0) or a discarded event, whose length is in the next word.</summary>
    public const uint Padding = 29;

    /// <summary>type_len: adds (next word &lt;&lt; 27) + time_delta to the time.</summary>
    public const uint TimeExtend = 30;

    /// <summary>type_len: the low 59 bits of the time are (next word &lt;&lt; 27) + time_delta.</summary>
    public const uint TimeStamp = 31;

    internal const int SizeBytes = sizeof(uint);

    private const int TypeLenBits = 5;
    private const int TimeDeltaBits = 27;

    /// <param name="word">The word in the host's byte order.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    public EventHeader(uint word, bool bigEndian)
    {
        TypeLen = bigEndian ? word >> TimeDeltaBits : word & ((1u << TypeLenBits) - 1);
        TimeDelta = bigEndian ? word & ((1u << TimeDeltaBits) - 1) : word >> TypeLenBits;
    }

    /// <summary>0 to 31.</summary>
    public uint TypeLen { get; }

    /// <summary>Trace-clock units since the event before; less than 2^27.</summary>
    public uint TimeDelta { get; }

    /// <summary>The full value that a time extend or time stamp carries with its next word.</summary>
    internal static ulong WideTime(uint timeDelta, uint nextWord) => ((ulong)nextWord << TimeDeltaBits) | timeDelta;

    /// <summary>
    /// Completes a time stamp, which has 59 bits, by the top 5 of the time before it; if that would go back, the 59 bits have wrapped
    /// (<c>kernel/trace/ring_buffer.c rb_fix_abs_ts</c>).
    /// </summary>
    internal static ulong CompleteTimeStamp(ulong timeStamp, ulong previous)
    {
        const int StampBits = 59;
        const ulong TopBits = ~0ul << StampBits;
        ulong top = previous & TopBits;
        if (top == 0)
        {
            return timeStamp;
        }

        timeStamp |= top;
        return timeStamp < previous ? timeStamp + (1ul << StampBits) : timeStamp;
    }
}

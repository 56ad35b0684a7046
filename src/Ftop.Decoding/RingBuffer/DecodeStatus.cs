namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// How a sub-buffer agrees with the kernel's ring-buffer ABI: one member per way it can fail to. Anything but <see cref="Ok"/> says that
/// events of this sub-buffer may be absent; those already returned are good.
/// </summary>
public enum DecodeStatus
{
    /// <summary>No disagreement (so far, while there are events left to read).</summary>
    Ok,

    /// <summary>The <see cref="HeaderPage"/> itself describes no possible sub-buffer. Nothing is read.</summary>
    HeaderPageInvalid,

    /// <summary>Fewer bytes than time stamp and commit word take. Nothing is read.</summary>
    PageTruncated,

    /// <summary>The commit word says more bytes than the sub-buffer, or what was given of it, holds. Nothing is read.</summary>
    CommitBeyondPage,

    /// <summary>Missed events are said to be counted, but the count lies outside the sub-buffer. Events are still read.</summary>
    MissedCountBeyondPage,

    /// <summary>One to three bytes are left after the last event: no room for an event header.</summary>
    EventHeaderTruncated,

    /// <summary>The word after the header (length, high part of a time) lies beyond the committed bytes.</summary>
    ArrayWordTruncated,

    /// <summary>A data event reaches beyond the committed bytes.</summary>
    EventBeyondCommit,

    /// <summary>A long event's length word is less than itself (zero fill, seen on Android kernels of 4.19).</summary>
    LongEventTooShort,

    /// <summary>A discarded event reaches beyond the committed bytes.</summary>
    DiscardedBeyondCommit,

    /// <summary>A discarded event's length is less than its own header.</summary>
    DiscardedTooShort,
}

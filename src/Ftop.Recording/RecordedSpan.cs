using System.Globalization;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Recording;

/// <summary>The time between the first and the last event of all CPUs.</summary>
/// <param name="layout">Of the sub-buffers.</param>
public sealed class RecordedSpan(HeaderPage layout)
{
    private const double NsPerSec = 1_000_000_000;
    private ulong _first = ulong.MaxValue;
    private ulong _last;

    /// <summary>Takes in one CPU.</summary>
    /// <param name="oldest">Its first sub-buffer; empty where it has none.</param>
    /// <param name="latest">Its last one.</param>
    public void Include(ReadOnlySpan<byte> oldest, ReadOnlySpan<byte> latest)
    {
        if (oldest.IsEmpty || latest.IsEmpty)
        {
            return;
        }

        var reader = new SubBufferReader(oldest, layout);
        if (reader.TryReadNext(out EventRecord first))
        {
            _first = Math.Min(_first, first.Timestamp);
        }

        reader = new SubBufferReader(latest, layout);
        while (reader.TryReadNext(out EventRecord record))
        {
            _last = Math.Max(_last, record.Timestamp);
        }
    }

    /// <summary>As in <c>, 12.4 s</c>; nothing where no event is in it, or the clock counts no time.</summary>
    public string Text(string clock) => _last < _first || clock is "counter" or "uptime" or "x86-tsc" or "ppc-tb" or "s390-tod"
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $", {(_last - _first) / NsPerSec:F1} s");
}

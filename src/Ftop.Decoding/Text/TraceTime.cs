namespace Ftop.Decoding.Text;

/// <summary>
/// From a recording's trace clock to the time that it is shown by, as trace-cmd counts: a counter's ticks become nanoseconds, and what lies between the
/// recorder's clock and another is added. The default changes nothing.
/// </summary>
/// <param name="Mult">Of <c>ticks × Mult >> Shift</c>, which gives nanoseconds; 0 where the clock counts them itself.</param>
/// <param name="Shift">Of the same.</param>
/// <param name="OffsetNs">Added to every time; modulo 2^64, so that it may be negative.</param>
/// <param name="DateNs">Added besides: from the trace clock to the wall clock's time since 1970.</param>
public readonly record struct TraceTime(uint Mult, int Shift, ulong OffsetNs, ulong DateNs)
{
    /// <summary>Whether ticks become nanoseconds.</summary>
    public bool IsScaled => Mult != 0;

    /// <summary>The time that is shown.</summary>
    public ulong Of(ulong timestamp) => (IsScaled ? (ulong)(((UInt128)timestamp * Mult) >> Shift) : timestamp) + OffsetNs + DateNs;
}

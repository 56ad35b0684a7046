namespace Ftop.Session;

/// <summary>The time of a recording: it goes on when it is told to. Its wall clock is what the recording says of it; else it only tells before from after.</summary>
/// <param name="timeIsNs">Whether the trace clock counts nanoseconds.</param>
/// <param name="wallClockOffsetNs">From the trace clock to time since 1970.</param>
internal sealed class ReplayClock(bool timeIsNs, ulong wallClockOffsetNs) : TimeProvider
{
    private const long NsPerTick = 100;

    /// <summary>Units of the trace clock.</summary>
    public ulong Now { get; set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => 1_000_000_000;

    /// <inheritdoc/>
    /// <remarks>Stands still where the trace clock only counts, so that windows have no length and no rates.</remarks>
    public override long GetTimestamp() => timeIsNs ? (long)Now : 0;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks((long)((Now + wallClockOffsetNs) / NsPerTick));
}

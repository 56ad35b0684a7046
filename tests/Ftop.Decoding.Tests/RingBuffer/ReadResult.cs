using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.Tests.RingBuffer;

/// <summary>A sub-buffer read to its end, by either path, copied so that results can be compared.</summary>
internal sealed record ReadResult(string Events, DecodeStatus Status, MissedEvents MissedEvents, int CommitBytes, ulong LastTimestamp)
{
    public static ReadResult ByReader(ReadOnlySpan<byte> subBuffer, HeaderPage layout)
    {
        List<string> events = [];
        var reader = new SubBufferReader(subBuffer, layout);
        while (reader.TryReadNext(out EventRecord record))
        {
            events.Add($"{record.Timestamp} {Convert.ToHexString(record.Payload)}");
        }

        return new ReadResult(string.Join('\n', events), reader.Status, reader.MissedEvents, reader.CommitBytes, reader.Timestamp);
    }

    public static ReadResult ByWalker(ReadOnlySpan<byte> subBuffer, HeaderPage layout)
    {
        var visitor = new Visitor { Events = [] };
        SubBufferSummary summary = SubBufferWalker.Walk(subBuffer, layout, ref visitor);
        Assert.Equal(visitor.Events.Count, summary.Events);
        return new ReadResult(string.Join('\n', visitor.Events), summary.Status, summary.MissedEvents, summary.CommitBytes, summary.LastTimestamp);
    }

    /// <summary>Reads by both paths, which must not differ.</summary>
    public static ReadResult ByBoth(ReadOnlySpan<byte> subBuffer, HeaderPage layout)
    {
        ReadResult byReader = ByReader(subBuffer, layout);
        Assert.Equal(byReader, ByWalker(subBuffer, layout));
        return byReader;
    }

    private struct Visitor : IEventVisitor
    {
        public List<string> Events;

        public readonly void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp) => Events.Add($"{timestamp} {Convert.ToHexString(payload)}");
    }
}

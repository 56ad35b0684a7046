using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.Tests.RingBuffer;

public sealed class SubBufferWalkerTests
{
    [Fact]
    public void ChangingLengths_AreAllVisited()
    {
        var page = new Page();
        for (ushort id = 1; id <= 60; id++)
        {
            page.Event(id, 1, words: 1 + (id * 7 % 9));
        }

        var visitor = new IdSum();
        SubBufferSummary summary = SubBufferWalker.Walk(page.Build(), HeaderPage.Default, ref visitor);
        Assert.Equal((60, 60ul, 60 * 61 / 2), (summary.Events, summary.LastTimestamp, visitor.Sum));
    }

    [Fact]
    public void RefStructVisitor_IsAllowed()
    {
        Span<int> counts = stackalloc int[4];
        var visitor = new SpanCounter(counts);
        SubBufferWalker.Walk(new Page().Event(1, 1).Event(3, 1).Event(3, 1).Build(), HeaderPage.Default, ref visitor);
        Assert.Equal([0, 1, 0, 2], counts.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Walking_AllocatesNothing(bool bigEndian)
    {
        HeaderPage layout = HeaderPage.Default with { BigEndian = bigEndian };
        byte[] page = new Page { Layout = layout }.Event(1, 1).Header(30, 1).Word(1).Event(2, 1, words: 4).Header(0, 1).Word(8).Word(1).Build();
        var visitor = new IdSum();
        Assert.Equal(0, Allocations.Of(() => SubBufferWalker.Walk(page, layout, ref visitor)));
    }

    private struct IdSum : IEventVisitor
    {
        public int Sum;

        public void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp) => Sum += payload[0];
    }

    private readonly ref struct SpanCounter(Span<int> counts) : IEventVisitor
    {
        private readonly Span<int> _counts = counts;

        public void Visit(scoped ReadOnlySpan<byte> payload, ulong timestamp) => _counts[payload[0]]++;
    }
}

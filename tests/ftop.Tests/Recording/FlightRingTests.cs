using Ftop.Recording;

namespace Ftop.Tests.Recording;

public sealed class FlightRingTests
{
    private const int PageSizeBytes = 4096;

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void LastSubBuffers_ComeOutInTheirOrder(int put)
    {
        using var ring = new FlightRing(8 * PageSizeBytes);
        byte[] page = new byte[PageSizeBytes];
        for (int i = 0; i < put; i++)
        {
            page.AsSpan().Fill((byte)i);
            ring.Put(page);
        }

        using var output = new MemoryStream();
        ring.CopyTo(output, PageSizeBytes);
        int held = Math.Min(put, 8);
        Assert.Equal(held * PageSizeBytes, ring.HeldBytes);
        Assert.Equal(held * PageSizeBytes, output.Length);
        for (int i = 0; i < held; i++)
        {
            Assert.Equal(put - held + i, output.GetBuffer()[i * PageSizeBytes]);
        }
    }

    [Fact]
    public void Put_AllocatesNothing()
    {
        using var ring = new FlightRing(1 << 20);
        byte[] page = new byte[PageSizeBytes];
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                ring.Put(page);
            }
        }));
    }

    [Fact]
    public void OtherSizeOfSubBuffers_BeginsAnew()
    {
        using var ring = new FlightRing(64 << 10);
        ring.Put(new byte[PageSizeBytes]);
        ring.Put(new byte[2 * PageSizeBytes]);
        using var output = new MemoryStream();
        ring.CopyTo(output, 2 * PageSizeBytes);
        Assert.Equal(2 * PageSizeBytes, output.Length);
        using var none = new MemoryStream();
        ring.CopyTo(none, PageSizeBytes);
        Assert.Equal(0, none.Length);
    }

    [Fact]
    public void WhatIsOverwrittenWhileItIsCopied_IsLeftOut()
    {
        using var ring = new FlightRing(256 * PageSizeBytes);
        byte[] page = new byte[PageSizeBytes];
        for (int i = 0; i < 256; i++)
        {
            BitConverter.TryWriteBytes(page, i);
            ring.Put(page);
        }

        var output = new OnFirstWrite(() =>
        {
            for (int i = 256; i < 256 + 100; i++)
            {
                BitConverter.TryWriteBytes(page, i);
                ring.Put(page);
            }
        });
        ring.CopyTo(output, PageSizeBytes);
        int[] numbers = [.. output.ToArray().Chunk(PageSizeBytes).Select(copied => BitConverter.ToInt32(copied))];
        Assert.Equal([.. Enumerable.Range(0, 64), .. Enumerable.Range(100, 156)], numbers);
    }

    private sealed class OnFirstWrite(Action action) : MemoryStream
    {
        private bool _isDone;

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (!_isDone)
            {
                _isDone = true;
                action();
            }
        }
    }
}

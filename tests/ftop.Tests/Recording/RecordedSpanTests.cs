using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Text;
using Ftop.Recording;
using Ftop.TraceDat;

namespace Ftop.Tests.Recording;

public sealed class RecordedSpanTests
{
    [Fact]
    public void Span_IsFromTheFirstEventOfAllCpusToTheLast()
    {
        using var input = RecordedInput.Open(Path.Combine(Repository.Root, "tests", "data", "trace-dat", "small.dat"));
        RecordedBuffer buffer = input.Buffers[0];
        var span = new RecordedSpan(buffer.Input.HeaderPage);
        Assert.Equal("", span.Text("local"));
        ulong first = ulong.MaxValue;
        ulong last = 0;
        foreach ((int _, ISubBufferSequence subBuffers) in buffer.OpenCpus())
        {
            byte[] page = new byte[buffer.Input.HeaderPage.SubBufferSizeBytes];
            byte[] oldest = [];
            while (subBuffers.Read(page) == page.Length)
            {
                oldest = oldest.Length == 0 ? [.. page] : oldest;
                var reader = new SubBufferReader(page, buffer.Input.HeaderPage);
                while (reader.TryReadNext(out EventRecord record))
                {
                    first = Math.Min(first, record.Timestamp);
                    last = Math.Max(last, record.Timestamp);
                }

                span.Include(oldest, page);
            }
        }

        Assert.True(last > first);
        Assert.Equal($", {(last - first) / 1e9:F1} s", span.Text("local"));
        Assert.Equal("", span.Text("x86-tsc"));
    }

    [Fact]
    public void CpuWithoutSubBuffers_HasNoTime()
    {
        var span = new RecordedSpan(default);
        span.Include([], []);
        Assert.Equal("", span.Text("local"));
    }
}

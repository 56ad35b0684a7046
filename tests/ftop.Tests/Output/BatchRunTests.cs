using Ftop.Aggregation.Windows;
using Ftop.Output;

namespace Ftop.Tests.Output;

public sealed class BatchRunTests
{
    private readonly Recorder _format = new();

    [Fact]
    public void Iterations_EndTheRunAndNoFurtherWindowIsMade()
    {
        int made = 0;
        BatchRun.Write(Enumerable.Range(0, 5).Select(_ => Make(ref made)), _format, 2);
        Assert.Equal(2, made);
        Assert.Equal(2, _format.Written.Count);
    }

    [Fact]
    public void EndOfTheWindows_EndsTheRun()
    {
        BatchRun.Write(Enumerable.Repeat(Windows.Full, 3), _format, null);
        Assert.Equal(3, _format.Written.Count);
    }

    [Fact]
    public void BrokenPipe_EndsTheRunQuietly()
    {
        _format.Failure = new BrokenPipeException("standard output");
        BatchRun.Write(Enumerable.Repeat(Windows.Full, 3), _format, null);
        Assert.Single(_format.Written);
    }

    [Fact]
    public void OtherErrorOfTheOutput_IsThrown()
    {
        _format.Failure = new IOException("standard output: write: ENOSPC");
        IOException error = Assert.Throws<IOException>(() => BatchRun.Write([Windows.Full], _format, null));
        Assert.Equal("standard output: write: ENOSPC", error.Message);
    }

    private static WindowSnapshot Make(ref int made)
    {
        made++;
        return Windows.Full;
    }

    private sealed class Recorder : IBatchFormat
    {
        public List<WindowSnapshot> Written { get; } = [];

        public Exception? Failure { get; set; }

        public void Write(WindowSnapshot window)
        {
            Written.Add(window);
            if (Failure is not null)
            {
                throw Failure;
            }
        }
    }
}

using Ftop.Aggregation.Windows;
using Ftop.Output;
using NSubstitute;

namespace Ftop.Tests.Output;

public sealed class BatchRunTests
{
    private readonly Recorder _format = new();

    [Fact]
    public void Iterations_EndTheRunAndNoFurtherWindowIsMade()
    {
        int made = 0;
        Run(Enumerable.Range(0, 5).Select(_ => Make(ref made)), 2);
        Assert.Equal(2, made);
        Assert.Equal(2, _format.Written.Count);
    }

    [Fact]
    public void EndOfTheWindows_EndsTheRun()
    {
        Run(Enumerable.Repeat(Windows.Full, 3));
        Assert.Equal(3, _format.Written.Count);
    }

    [Fact]
    public void BrokenPipe_EndsTheRunQuietly()
    {
        _format.Failure = new BrokenPipeException("standard output");
        Run(Enumerable.Repeat(Windows.Full, 3));
        Assert.Single(_format.Written);
    }

    [Fact]
    public void OtherErrorOfTheOutput_IsThrown()
    {
        _format.Failure = new IOException("standard output: write: ENOSPC");
        IOException error = Assert.Throws<IOException>(() => Run([Windows.Full]));
        Assert.Equal("standard output: write: ENOSPC", error.Message);
    }

    [Fact]
    public void WhatIsToBeSaid_ComesBeforeTheWindow()
    {
        List<int> written = [];
        Run(Enumerable.Repeat(Windows.Full, 3), before: () => written.Add(_format.Written.Count));
        Assert.Equal([0, 1, 2], written);
    }

    private void Run(IEnumerable<WindowSnapshot> windows, int? iterations = null, Action? before = null)
    {
        IWindowSource source = Substitute.For<IWindowSource>();
        source.WindowsUntil(Task.CompletedTask).Returns(windows);
        BatchRun.Write(source, Task.CompletedTask, _format, iterations, before);
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

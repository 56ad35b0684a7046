using Ftop.Decoding;
using Ftop.Recording;

namespace Ftop.Tests.Recording;

public sealed class FlightRecorderTests
{
    private const int SubBufferBytes = 4096;
    private readonly Sink _next = new();

    [Fact]
    public void WhatComes_GoesOn_WhetherItIsKeptOrNot()
    {
        using var keeping = new FlightRecorder(_next, [0, 3], 64 << 10);
        using var passing = new FlightRecorder(_next, [0, 3], 0);
        keeping.Accept(1, SubBuffer(7));
        passing.Accept(0, SubBuffer(9));
        Assert.Equal([(1, 7), (0, 9)], _next.Taken);
        Assert.True(keeping.IsOn);
        Assert.False(passing.IsOn);
        Assert.Empty(passing.Pages(SubBufferBytes));
    }

    [Fact]
    public void ThePast_IsTheLastOfEachCpu()
    {
        using var recorder = new FlightRecorder(_next, [0, 3], 4 * SubBufferBytes);
        for (byte i = 1; i <= 5; i++)
        {
            recorder.Accept(1, SubBuffer(i));
        }

        recorder.Accept(0, SubBuffer(9));
        Assert.Equal([0, 3], recorder.Pages(SubBufferBytes).Select(pages => pages.Cpu));
        Assert.Equal([[9], [4, 5]], recorder.Pages(SubBufferBytes).Select(Held));
    }

    [Fact]
    public void WhileThereAreFiles_TheyTakeWhatComes()
    {
        string directory = Directory.CreateTempSubdirectory("ftop-flight-").FullName;
        try
        {
            using var recorder = new FlightRecorder(_next, [0], 0);
            var streams = new RawStreams(Path.Combine(directory, "trace.dat"), [0]);
            recorder.Streams = streams;
            recorder.Accept(0, SubBuffer(1));
            Assert.Equal(SubBufferBytes, streams.Bytes);
            recorder.Streams = null;
            recorder.Accept(0, SubBuffer(2));
            Assert.Equal(SubBufferBytes, streams.Bytes);
            Assert.Null(streams.Fault);
            Assert.Equal([(0, 1), (0, 2)], _next.Taken);
            streams.Dispose();
            streams.Dispose();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void EndedTwice_IsEnded()
    {
        var recorder = new FlightRecorder(_next, [0], 64 << 10);
        recorder.Accept(0, SubBuffer(1));
        recorder.Dispose();
        recorder.Dispose();
    }

    private static byte[] SubBuffer(byte first)
    {
        byte[] bytes = new byte[SubBufferBytes];
        bytes[0] = first;
        return bytes;
    }

    private static byte[] Held(TraceDat.Writing.RecordedPages pages)
    {
        using var output = new MemoryStream();
        pages.CopyTo(output);
        byte[] all = output.ToArray();
        return [.. Enumerable.Range(0, all.Length / SubBufferBytes).Select(page => all[page * SubBufferBytes])];
    }

    private sealed class Sink : ISubBufferSink
    {
        public List<(int Cpu, int First)> Taken { get; } = [];

        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer) => Taken.Add((cpuIndex, subBuffer[0]));
    }
}

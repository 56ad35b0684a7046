using System.Buffers.Binary;
using System.IO.Compression;
using Ftop.Aggregation.Windows;
using Ftop.Decoding;
using Ftop.Decoding.RingBuffer;
using Ftop.Session;
using Ftop.TraceDat;
using Ftop.TraceDat.Replay;
using Ftop.TraceDat.Tests;

namespace Ftop.Tests.Session;

public sealed class ReplaySourceTests
{
    [Fact]
    public void AdvanceTo_HandsOverEveryEventOnceInTimeAndBeforeItsTime()
    {
        using var directory = new CapturedDirectory("guest-x86_64-6.1", "function_graph");
        using RecordedTrace trace = RecordedTrace.Open(directory.Path);
        var source = new ReplaySource(trace);
        var sink = new EventSink(trace.Metadata.HeaderPage, trace.Cpus.Length);
        source.Start(sink);
        for (ulong time = trace.Start; time < trace.End; time += 33_333)
        {
            source.AdvanceTo(time);
            Assert.True(sink.Latest < time);
        }

        source.AdvanceTo(ulong.MaxValue);
        Assert.True(source.IsAtEnd);
        Assert.Equal(trace.End, sink.Latest);
        Assert.Equal(45_949, sink.Events);
        Assert.True(sink.IsInOrder);
    }

    [Fact]
    public void From_BeginsWithTheFirstEventAtThatTime()
    {
        using var directory = new CapturedDirectory("guest-x86_64-6.1", "function");
        using RecordedTrace trace = RecordedTrace.Open(directory.Path);
        ulong middle = trace.Start + ((trace.End - trace.Start) / 2);
        var before = new EventSink(trace.Metadata.HeaderPage, trace.Cpus.Length);
        var played = new ReplaySource(trace);
        played.Start(before);
        played.AdvanceTo(middle);
        var after = new EventSink(trace.Metadata.HeaderPage, trace.Cpus.Length);
        var sought = new ReplaySource(trace, middle);
        sought.Start(after);
        sought.AdvanceTo(ulong.MaxValue);
        Assert.InRange(before.Events, 1, 21_626);
        Assert.Equal(21_627, before.Events + after.Events);
        Assert.True(after.Earliest >= middle);
    }

    [Fact]
    public void Playing_AllocatesNothingPerEvent()
    {
        using var directory = new CapturedDirectory("guest-x86_64-6.1", "function_graph");
        using RecordedTrace trace = RecordedTrace.Open(directory.Path);
        var sink = new EventSink(trace.Metadata.HeaderPage, trace.Cpus.Length);
        var sources = new Queue<ReplaySource>(Enumerable.Range(0, Allocations.Runs + 1).Select(_ =>
        {
            var source = new ReplaySource(trace);
            source.Start(sink);
            source.AdvanceTo(trace.Start + 1_000_000);
            return source;
        }));

        Assert.Equal(0, Allocations.Of(() =>
        {
            ReplaySource source = sources.Dequeue();
            for (ulong time = trace.Start; time <= trace.End; time += 100_000)
            {
                source.AdvanceTo(time);
            }

            source.AdvanceTo(ulong.MaxValue);
        }));
    }

    [Fact]
    public void DamagedSubBuffer_IsCountedAndTheRestIsPlayed()
    {
        using var directory = new CapturedDirectory("guest-x86_64-6.1", "function");
        string raw = Path.Combine(directory.Path, "per_cpu", "cpu1", "trace_pipe_raw");
        byte[] bytes = File.ReadAllBytes(raw);
        int size = 4096;
        int damaged = (bytes.Length / size / 2 * size);
        int events = Count(bytes.AsSpan(damaged, size).ToArray());
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(damaged), ulong.MaxValue / 2); // far beyond the end
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(damaged + 8), 0x00ff_ffff); // more than there is
        File.WriteAllBytes(raw, bytes);
        using RecordedTrace trace = RecordedTrace.Open(directory.Path);
        using var windows = new ReplayWindows(trace);
        WindowSnapshot[] played = [.. windows.All(TimeSpan.FromTicks((long)(trace.End - trace.Start) / 100 / 30))];
        Assert.Equal(1, played.Sum(window => window.Total.CorruptSubBuffers));
        Assert.Equal(21_627 - events, played.Sum(window => window.Total.Events));
        Assert.InRange(Array.FindIndex(played, window => window.Total.CorruptSubBuffers > 0), 1, played.Length - 2);
    }

    [Fact]
    public void TruncatedFile_IsPlayedAsFarAsItGoes()
    {
        string path = Path.GetTempFileName();
        try
        {
            // Version 6 has the events last; of a version 7 file without its end nothing can be found.
            byte[] bytes = CapturedDirectory.Unpack(Path.Combine(CapturedDirectory.Data, "trace-dat", "x86_64_v6.dat"));
            File.WriteAllBytes(path, bytes[..^(5 * 4096)]);
            using RecordedTrace trace = RecordedTrace.Open(path);
            Assert.NotEmpty(trace.Problems);
            using var windows = new ReplayWindows(trace);
            Assert.InRange(windows.Next(null).Total.Events, 100, 1357);
            File.WriteAllBytes(path, bytes[..1000]);
            Assert.Throws<TraceDatException>(() => RecordedTrace.Open(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void PackedFile_IsPlayedAsTheUnpackedOne()
    {
        string path = Path.GetTempFileName();
        try
        {
            byte[] plain = CapturedDirectory.Unpack(Path.Combine(CapturedDirectory.Data, "trace-dat", "x86_64_v7_none.dat"));
            File.WriteAllBytes(path, plain);
            Sums expected = Play(path, out int windows);
            File.WriteAllBytes(path, Pack(plain, Buffers(path)));
            Sums.Same(expected, Play(path, out int packedWindows));
            Assert.Equal((1420, windows), (expected.Events, packedWindows));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void UnknownBuffer_IsRefusedWithThoseThatAreThere()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, CapturedDirectory.Unpack(Path.Combine(CapturedDirectory.Data, "trace-dat", "x86_64_v6.dat")));
            Assert.Contains("there is no buffer other", Assert.Throws<InvalidDataException>(() => RecordedTrace.Open(path, "other")).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    // Both byte orders and long sizes; what was missed goes to the first part alone.
    [Theory]
    [InlineData(8, false)]
    [InlineData(8, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void Cut_PartsTellWhatTheWholeTells(int longSizeBytes, bool bigEndian)
    {
        var layout = new HeaderPage { CommitOffset = 8, LongSizeBytes = longSizeBytes, DataOffset = 8 + longSizeBytes, DataSizeBytes = 256, BigEndian = bigEndian };
        byte[] whole = SubBuffer(layout, deltas: [5, 7, 11, 13], missed: 42);
        int[] places = [0, 8, 16, 24, 32];
        for (int cut = 1; cut < 4; cut++)
        {
            byte[] part = new byte[layout.SubBufferSizeBytes];
            ulong time = 1000ul + (cut switch { 1 => 5ul, 2 => 12ul, _ => 23ul });
            int length = SubBufferCut.Write(whole, layout, 0, places[cut], 1000, part);
            (List<ulong> first, MissedEvents missed) = Times(part.AsSpan(0, length), layout);
            length = SubBufferCut.Write(whole, layout, places[cut], places[4], time, part);
            (List<ulong> second, MissedEvents none) = Times(part.AsSpan(0, length), layout);
            Assert.Equal([1005ul, 1012ul, 1023ul, 1036ul], first.Concat(second));
            Assert.Equal((new MissedEvents(true, 42), MissedEvents.None), (missed, none));
        }
    }

    private static Sums Play(string path, out int windows)
    {
        using RecordedTrace trace = RecordedTrace.Open(path);
        using var replay = new ReplayWindows(trace);
        List<WindowSnapshot> played = [.. replay.All(TimeSpan.FromMilliseconds(1))];
        windows = played.Count;
        return Sums.Of(played);
    }

    private static CpuData[] Buffers(string path)
    {
        using TraceDatFile file = TraceDatFile.Open(path);
        return [.. file.Buffers.SelectMany(buffer => buffer.Cpus)];
    }

    // The CPUs' data in chunks of ten sub-buffers behind all else, and the places of it, { u64 offset, u64 size }, put right where they stand.
    private static byte[] Pack(byte[] plain, CpuData[] cpus)
    {
        using var packed = new MemoryStream();
        packed.Write(plain);
        byte[] name = "zlib"u8.ToArray();
        int at = plain.AsSpan().IndexOf("none"u8);
        packed.Position = at;
        packed.Write(name);
        foreach (CpuData cpu in cpus)
        {
            long start = packed.Length;
            packed.Position = start;
            byte[][] chunks = [.. plain.AsSpan((int)cpu.Offset, (int)cpu.SizeBytes).ToArray().Chunk(10 * 4096)];
            packed.Write(BitConverter.GetBytes(chunks.Length));
            foreach (byte[] chunk in chunks)
            {
                using var deflated = new MemoryStream();
                using (var zlib = new ZLibStream(deflated, CompressionLevel.Fastest, leaveOpen: true))
                {
                    zlib.Write(chunk);
                }

                packed.Write(BitConverter.GetBytes((int)deflated.Length));
                packed.Write(BitConverter.GetBytes(chunk.Length));
                packed.Write(deflated.ToArray());
            }

            byte[] place = [.. BitConverter.GetBytes(cpu.Offset), .. BitConverter.GetBytes(cpu.SizeBytes)];
            packed.Position = plain.AsSpan().IndexOf(place);
            packed.Write(BitConverter.GetBytes(start));
            packed.Write(BitConverter.GetBytes(packed.Length - start));
        }

        return packed.ToArray();
    }

    private static byte[] SubBuffer(HeaderPage layout, uint[] deltas, uint missed)
    {
        byte[] bytes = new byte[layout.SubBufferSizeBytes];
        void Word(int offset, uint value)
        {
            if (layout.BigEndian)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset), value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(offset), value);
            }
        }

        int low = layout.BigEndian ? sizeof(uint) : 0;
        Word(low, 1000);
        Word(layout.CommitOffset + (layout.LongSizeBytes == 8 ? low : 0), (uint)(deltas.Length * 8) | (3u << 30));
        for (int i = 0; i < deltas.Length; i++)
        {
            // One word of data: type_len is in the low five bits, or in the high ones.
            Word(layout.DataOffset + (i * 8), layout.BigEndian ? (1u << 27) | deltas[i] : 1 | (deltas[i] << 5));
        }

        Word(layout.DataOffset + (deltas.Length * 8) + (layout.LongSizeBytes == 8 ? low : 0), missed);
        return bytes;
    }

    private static (List<ulong> Times, MissedEvents Missed) Times(ReadOnlySpan<byte> subBuffer, HeaderPage layout)
    {
        var reader = new SubBufferReader(subBuffer, layout);
        List<ulong> times = [];
        while (reader.TryReadNext(out EventRecord record))
        {
            times.Add(record.Timestamp);
        }

        Assert.Equal(DecodeStatus.Ok, reader.Status);
        return (times, reader.MissedEvents);
    }

    private static int Count(byte[] subBuffer) => Times(subBuffer, HeaderPage.Default).Times.Count;

    private sealed class EventSink(HeaderPage layout, int cpus) : ISubBufferSink
    {
        private readonly ulong[] _last = new ulong[cpus];

        public int Events { get; private set; }

        public ulong Earliest { get; private set; } = ulong.MaxValue;

        public ulong Latest { get; private set; }

        public bool IsInOrder { get; private set; } = true;

        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer)
        {
            var reader = new SubBufferReader(subBuffer, layout);
            while (reader.TryReadNext(out EventRecord record))
            {
                Events++;
                IsInOrder &= record.Timestamp >= _last[cpuIndex];
                _last[cpuIndex] = record.Timestamp;
                Earliest = Math.Min(Earliest, record.Timestamp);
                Latest = Math.Max(Latest, record.Timestamp);
            }
        }
    }
}

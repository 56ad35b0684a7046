using System.Buffers.Binary;
using System.IO.Compression;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using ZstdSharp;

namespace Ftop.TraceDat.Tests;

public sealed class TraceDatFileTests
{
    [Theory]
    [InlineData("x86_64_v6", 6)]
    [InlineData("x86_64_v7_none", 7)]
    [InlineData("x86_func_v7_none", 7)]
    public void Recording_HoldsTheEventsThatReportPrints(string name, int version)
    {
        using var recording = new Recording(name);
        using var file = TraceDatFile.Open(recording.Path);
        Assert.Equal(version, file.Version);
        Assert.Empty(file.Problems);
        Assert.Contains("commit", file.HeaderPage, StringComparison.Ordinal);
        Assert.NotEqual(0, file.Kallsyms.Length);
        Assert.False(file.SavedCmdLines.IsEmpty);
        string[] lines = [.. Recording.Report(name).Where(line => line.Contains("[00", StringComparison.Ordinal))];
        Assert.Equal(lines.Length, CountEvents(file).Sum());
        foreach (CpuData cpu in file.Buffers[0].Cpus)
        {
            Assert.Equal(lines.Count(line => line.Contains($"[{cpu.Cpu:D3}]", StringComparison.Ordinal)), CountEvents(file, cpu));
        }
    }

    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_graph_ev_v6")]
    [InlineData("x86_64_v7_none")]
    public void EveryFormat_Parses(string name)
    {
        using var recording = new Recording(name);
        using var file = TraceDatFile.Open(recording.Path);
        Assert.NotEmpty(file.Formats);
        foreach (FormatText format in file.Formats)
        {
            Assert.True(EventFormatParser.TryParse(format.Text, format.System, out _, out TextDiagnostic diagnostic), $"{diagnostic}: {format.Text}");
        }
    }

    [Fact]
    public void TruncatedFile_GivesWhatIsThereAndSaysWhatIsMissing()
    {
        using var whole = new Recording("x86_64_v6");
        using var recording = new Recording(whole.Bytes[..^8192]);
        using var file = TraceDatFile.Open(recording.Path);
        Assert.Contains("the file ends early", Assert.Single(file.Problems), StringComparison.Ordinal);
        Assert.True(CountEvents(file).Sum() > 0);
    }

    /// <summary>As the first trace-cmd wrote it, and others that write the format do.</summary>
    [Fact]
    public void FileWithoutOptions_IsRead()
    {
        using var recording = new Recording(new DatBuilder(false, 8).Build(hasOptions: false));
        using var file = TraceDatFile.Open(recording.Path);
        Assert.Empty(file.Problems);
        Assert.Equal(3, CountEvents(file).Sum());
    }

    [Fact]
    public void OtherFile_IsRefusedWithItsPlace()
    {
        using var recording = new Recording("#!/bin/sh\necho hello"u8.ToArray());
        TraceDatException refused = Assert.Throws<TraceDatException>(() => TraceDatFile.Open(recording.Path));
        Assert.Equal(0, refused.Offset);
        Assert.Contains("expected a trace.dat", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zlib")]
    [InlineData("zstd")]
    public void CompressedData_IsReadAsTheSameSubBuffers(string algorithm)
    {
        byte[] subBuffers = new byte[4096 * 3];
        new Random(1).NextBytes(subBuffers.AsSpan(0, 6000));
        byte[] packed = Pack(algorithm, subBuffers);
        byte[] bytes = new byte[16 + packed.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), (uint)packed.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(12), (uint)subBuffers.Length);
        packed.CopyTo(bytes, 16);
        using var recording = new Recording(bytes);
        Assert.True(Compression.TryFind(algorithm, out Compression compression));
        var cpu = new CpuData(0, 4, bytes.Length - 4);
        var buffer = new TraceBuffer { Name = "", Clock = "local", SubBufferSizeBytes = 4096, Cpus = [cpu] };
        using FileStream file = File.OpenRead(recording.Path);
        using var reader = new CpuDataReader(file, recording.Path, cpu, buffer, bigEndian: false, compression, new HeldBytes(1 << 20));
        for (int i = 0; i < 3; i++)
        {
            Assert.True(reader.TryReadNext(out ReadOnlySpan<byte> subBuffer));
            Assert.True(subBuffer.SequenceEqual(subBuffers.AsSpan(4096 * i, 4096)));
        }

        Assert.False(reader.TryReadNext(out _));
    }

    // Every mutation must end in a file that opens (perhaps with problems) or in a TraceDatException; nothing else, and no hang.
    [Fact]
    public void MutatedHeaders_NeverCrash()
    {
        using var whole = new Recording("x86_64_v7_none");
        var random = new Random(7);
        string path = System.IO.Path.GetTempFileName();
        byte[] bytes = whole.Bytes[..(1 << 20)];
        for (int i = 0; i < 300; i++)
        {
            byte[] mutated = (byte[])bytes.Clone();
            for (int n = 0; n < 4; n++)
            {
                mutated[random.Next(random.Next(2) == 0 ? 256 : mutated.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, mutated);
            try
            {
                using var file = TraceDatFile.Open(path);
                _ = CountEvents(file).Sum();
            }
            catch (TraceDatException)
            {
            }
        }

        File.Delete(path);
    }

    private static byte[] Pack(string algorithm, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream stream = algorithm == "zlib" ? new ZLibStream(packed, CompressionMode.Compress) : new CompressionStream(packed))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static IEnumerable<int> CountEvents(TraceDatFile file) =>
        file.Buffers.SelectMany(buffer => buffer.Cpus).Select(cpu => CountEvents(file, cpu));

    private static int CountEvents(TraceDatFile file, CpuData cpu)
    {
        if (!HeaderPage.TryParse(file.HeaderPage, out HeaderPage layout, out _))
        {
            return 0;
        }

        TraceBuffer buffer = file.Buffers.First(buffer => buffer.Cpus.Contains(cpu));
        using CpuDataReader reader = file.OpenCpu(buffer, cpu);
        int events = 0;
        while (reader.TryReadNext(out ReadOnlySpan<byte> subBuffer))
        {
            var decoded = new SubBufferReader(subBuffer, layout with { BigEndian = file.BigEndian });
            while (decoded.TryReadNext(out _))
            {
                events++;
            }
        }

        return events;
    }
}

using System.IO.Compression;
using Ftop.TraceDat.Writing;
using ZstdSharp;

namespace Ftop.TraceDat;

/// <summary>How a version 7 file packs its sections and CPU data: <c>none</c>, <c>zlib</c> or <c>zstd</c>.</summary>
internal sealed class Compression
{
    /// <summary>A chunk holds at most 10 sub-buffers of at most 8 MiB; anything larger comes from damaged bytes.</summary>
    public const uint MaxChunkBytes = 1 << 27;

    private const int FirstUnpackedBytes = 1 << 20;

    private readonly string _name;

    private Compression(string name) => _name = name;

    public bool IsNone => _name == "none";

    /// <summary>Version of the library, as the file's head tells it; for people.</summary>
    public string Version => _name switch
    {
        "zstd" => "1.5",
        "zlib" => "1.3",
        _ => "",
    };

    /// <summary>False for an algorithm that is not known here.</summary>
    public static bool TryFind(string name, out Compression compression)
    {
        compression = new Compression(name);
        return name is "none" or "zlib" or "zstd";
    }

    /// <summary>Unpacks one chunk: u32 packed size, u32 unpacked size, packed bytes.</summary>
    public byte[] ReadChunk(DatStream file)
    {
        long at = file.Position;
        uint packedBytes = file.ReadUInt32();
        uint unpackedBytes = file.ReadUInt32();
        if (unpackedBytes > MaxChunkBytes)
        {
            throw new TraceDatException(file.Path, at, $"a compressed chunk says that it unpacks to {unpackedBytes} bytes");
        }

        byte[] packed = file.ReadBytes(packedBytes);
        try
        {
            if (TryUnpack(packed, (int)unpackedBytes, out byte[] unpacked))
            {
                return unpacked;
            }
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException or ZstdException)
        {
            throw new TraceDatException(file.Path, at, $"{_name} data is damaged: {damaged.Message}");
        }

        throw new TraceDatException(file.Path, at, $"{_name} data is shorter than the {unpackedBytes} bytes it says");
    }

    /// <summary>Packs one chunk as <see cref="ReadChunk"/> reads it.</summary>
    public byte[] PackChunk(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        byte[] packed = Pack(bytes);
        return [.. new DatOutput(bigEndian).UInt32(packed.Length).UInt32(bytes.Length).Bytes(packed).Written];
    }

    // Memory follows what comes, not what damaged bytes say.
    private bool TryUnpack(byte[] packed, int unpackedBytes, out byte[] unpacked)
    {
        using Stream source = Open(packed);
        unpacked = new byte[Math.Min(unpackedBytes, FirstUnpackedBytes)];
        int read = 0;
        while ((read += source.ReadAtLeast(unpacked.AsSpan(read), unpacked.Length - read, throwOnEndOfStream: false)) == unpacked.Length && read < unpackedBytes)
        {
            Array.Resize(ref unpacked, (int)Math.Min(unpackedBytes, 2L * unpacked.Length));
        }

        return read == unpackedBytes;
    }

    private byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        if (_name == "zstd")
        {
            using var compressor = new Compressor();
            return [.. compressor.Wrap(bytes)];
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }

    private Stream Open(byte[] packed) => _name == "zlib"
        ? new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress)
        : new DecompressionStream(new MemoryStream(packed));
}

using System.Buffers;
using System.IO.Compression;
using Ftop.TraceDat.Writing;
using ZstdSharp;

namespace Ftop.TraceDat;

/// <summary>How a version 7 file packs its sections and CPU data: <c>none</c>, <c>zlib</c> or <c>zstd</c>.</summary>
internal sealed class Compression
{
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
    /// <param name="file">At the chunk.</param>
    /// <param name="maxBytes">It is refused where it unpacks to more.</param>
    public byte[] ReadChunk(DatStream file, long maxBytes)
    {
        byte[] rented = RentChunk(file, maxBytes, out int length);
        byte[] chunk = rented[..length];
        ArrayPool<byte>.Shared.Return(rented);
        return chunk;
    }

    /// <summary>As <see cref="ReadChunk"/>, into an array of the shared pool that the caller returns.</summary>
    public byte[] RentChunk(DatStream file, long maxBytes, out int length)
    {
        long at = file.Position;
        uint packedBytes = file.ReadUInt32();
        uint unpackedBytes = file.ReadUInt32();
        if (unpackedBytes > maxBytes)
        {
            throw new TraceDatException(file.Path, at, $"a compressed chunk says that it unpacks to {unpackedBytes} bytes; at most {maxBytes} are read here");
        }

        byte[] packed = file.ReadBytes(packedBytes);
        byte[] unpacked = ArrayPool<byte>.Shared.Rent((int)Math.Min(unpackedBytes, FirstUnpackedBytes));
        length = 0;
        try
        {
            Unpack(packed, (int)unpackedBytes, ref unpacked, ref length);
        }
        catch (Exception damaged) when (damaged is IOException or InvalidDataException or ZstdException)
        {
            ArrayPool<byte>.Shared.Return(unpacked);
            throw new TraceDatException(file.Path, at, $"{_name} data is damaged");
        }

        if (length == unpackedBytes)
        {
            return unpacked;
        }

        ArrayPool<byte>.Shared.Return(unpacked);
        throw new TraceDatException(file.Path, at, $"{_name} data is shorter than the {unpackedBytes} bytes it says");
    }

    /// <summary>Packs one chunk as <see cref="ReadChunk"/> reads it.</summary>
    public byte[] PackChunk(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        byte[] packed = Pack(bytes);
        return [.. new DatOutput(bigEndian).UInt32(packed.Length).UInt32(bytes.Length).Bytes(packed).Written];
    }

    // Memory follows what comes, not what damaged bytes say.
    private void Unpack(byte[] packed, int unpackedBytes, ref byte[] unpacked, ref int length)
    {
        using Stream source = Open(packed);
        while (true)
        {
            Span<byte> room = unpacked.AsSpan(length, Math.Min(unpacked.Length, unpackedBytes) - length);
            int read = source.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
            length += read;
            if (read < room.Length || length == unpackedBytes)
            {
                return;
            }

            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(unpackedBytes, 2L * unpacked.Length));
            unpacked.AsSpan(0, length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(unpacked);
            unpacked = larger;
        }
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

using System.Buffers.Binary;
using System.Text;

namespace Ftop.TraceDat;

/// <summary>Reads the numbers and strings of a trace.dat in the file's own byte order, and knows where it is when something is wrong.</summary>
internal sealed class DatStream(Stream stream, string path, long baseOffset = 0)
{
    private const int MaxNameBytes = 4096;

    public bool BigEndian { get; set; }

    public string Path => path;

    /// <summary>Bytes from the file's start; in an unpacked section, from the section's start plus the place of the section.</summary>
    public long Position => baseOffset + stream.Position;

    public long Length => stream.Length;

    /// <summary>Bytes up to the end.</summary>
    public long Remaining => stream.Length - stream.Position;

    public void Seek(long offset)
    {
        if (offset < 0 || offset > stream.Length)
        {
            throw Wrong($"the file ends at {stream.Length}, but says that something stands at {offset}");
        }

        stream.Position = offset;
    }

    public byte ReadByte()
    {
        int value = stream.ReadByte();
        return value >= 0 ? (byte)value : throw Wrong("the file ends here");
    }

    public ushort ReadUInt16()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        Fill(bytes);
        return BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Fill(bytes);
        return BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public ulong ReadUInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        Fill(bytes);
        return BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>Text up to a NUL, which is taken too.</summary>
    public string ReadName()
    {
        Span<byte> name = stackalloc byte[MaxNameBytes];
        for (int length = 0; length < name.Length; length++)
        {
            name[length] = ReadByte();
            if (name[length] == 0)
            {
                return Encoding.UTF8.GetString(name[..length]);
            }
        }

        throw Wrong($"expected a name of less than {MaxNameBytes} bytes");
    }

    /// <summary>That many bytes, which are there and not more than <paramref name="max"/>.</summary>
    public byte[] ReadBytes(ulong size, uint max = DatLimits.MaxTextBytes)
    {
        CheckThere(size);
        if (size > max)
        {
            throw Wrong($"{size} bytes follow; at most {max} are read");
        }

        byte[] bytes = new byte[size];
        Fill(bytes);
        return bytes;
    }

    /// <summary>Passes over bytes.</summary>
    public void Skip(ulong size)
    {
        CheckThere(size);
        stream.Position += (long)size;
    }

    public string ReadText(ulong size, uint max = DatLimits.MaxTextBytes) => Encoding.UTF8.GetString(ReadBytes(size, max)).TrimEnd('\0');

    /// <summary>Text as bytes: names of tasks need not be UTF-8.</summary>
    public ReadOnlyMemory<byte> ReadTextBytes(ulong size) => WithoutNuls(ReadBytes(size));

    public static ReadOnlyMemory<byte> WithoutNuls(byte[] text) => text.AsMemory().TrimEnd((byte)0);

    public void Expect(ReadOnlySpan<byte> magic, string what)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes = bytes[..magic.Length];
        long at = Position;
        Fill(bytes);
        if (!bytes.SequenceEqual(magic))
        {
            throw new TraceDatException(path, at, $"expected {what}");
        }
    }

    /// <summary>Passes over the magic; false, without moving, where something else stands.</summary>
    public bool TryExpect(ReadOnlySpan<byte> magic)
    {
        if (Remaining < magic.Length)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes = bytes[..magic.Length];
        Fill(bytes);
        bool isThere = bytes.SequenceEqual(magic);
        stream.Position -= isThere ? 0 : magic.Length;
        return isThere;
    }

    public TraceDatException Wrong(string reason) => new(path, Position, reason);

    private void CheckThere(ulong size)
    {
        if (size > (ulong)(stream.Length - stream.Position))
        {
            throw Wrong($"the file says that {size} bytes follow, but {stream.Length - stream.Position} do");
        }
    }

    private void Fill(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Wrong("the file ends here");
        }
    }
}

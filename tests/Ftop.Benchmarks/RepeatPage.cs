using System.Buffers.Binary;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Benchmarks;

/// <summary>A sub-buffer of raw_syscalls events, being written.</summary>
internal sealed class RepeatPage
{
    private const int LargestCall = 128;
    private const int Pid = 1234;

    private readonly int _dataOffset = HeaderPage.Default.DataOffset;
    private int _end = HeaderPage.Default.DataOffset;

    public RepeatPage(ulong time)
    {
        Time = time;
        BinaryPrimitives.WriteUInt64LittleEndian(Bytes, time);
    }

    public byte[] Bytes { get; } = new byte[HeaderPage.Default.SubBufferSizeBytes];

    /// <summary>Of the last event.</summary>
    public ulong Time { get; private set; }

    public bool HasRoom => _end + LargestCall <= Bytes.Length;

    /// <summary>A call of a function that returns now, of the outermost depth.</summary>
    public void AddGraphExit(ulong function, uint delta, ulong durationNs)
    {
        Add(RepeatSource.GraphExit, 40, 0, delta);
        BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(_end - 32), function);
        BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(_end - 16), Time - durationNs);
        BinaryPrimitives.WriteUInt64LittleEndian(Bytes.AsSpan(_end - 8), Time);
    }

    public void Add(ushort id, int length, int number, uint delta)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes.AsSpan(_end), (delta << 5) | (uint)(length / 4));
        BinaryPrimitives.WriteUInt16LittleEndian(Bytes.AsSpan(_end + 4), id);
        BinaryPrimitives.WriteInt32LittleEndian(Bytes.AsSpan(_end + 8), Pid);
        BinaryPrimitives.WriteInt64LittleEndian(Bytes.AsSpan(_end + 12), number);
        _end += length + 4;
        Time += delta;
        BinaryPrimitives.WriteInt64LittleEndian(Bytes.AsSpan(8), _end - _dataOffset);
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ftop.Decoding.RingBuffer;

namespace Ftop.TraceDat.Replay;

/// <summary>One CPU's sub-buffers of a recording by number. Read in blocks of several, of which two are held, so that a recording of any size needs little memory.</summary>
internal abstract class SubBufferStore
{
    private readonly Block[] _blocks = [new(), new()];
    private int _newest;
    private IReadOnlyList<TimeStep> _steps = [];
    private HeaderPage _layout;

    /// <summary>Sub-buffers in all.</summary>
    public abstract long Count { get; }

    /// <summary>
    /// The sub-buffer's bytes; empty where they are damaged, fewer than a sub-buffer has at the end of a truncated recording. They stay while the one
    /// before and the one behind are read.
    /// </summary>
    /// <param name="index">From 0, below <see cref="Count"/>.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ReadOnlySpan<byte> Read(long index)
    {
        (long number, int offset, int length) = Find(index);
        Block block = _blocks[_newest];
        if (block.Number != number)
        {
            _newest = 1 - _newest;
            block = _blocks[_newest];
            if (block.Number != number)
            {
                block.Number = -1; // an exception leaves nothing in it
                block.Bytes = Load(number, block.Bytes);
                Shift(number, index, block);
                block.Number = number;
            }
        }

        ReadOnlySpan<byte> bytes = block.Bytes.Span;
        int start = Math.Min(offset, bytes.Length);
        return bytes.Slice(start, Math.Min(length, bytes.Length - start));
    }

    /// <summary>Shows times as if they had gone on at <paramref name="steps"/>.</summary>
    public void Continue(IReadOnlyList<TimeStep> steps, in HeaderPage layout)
    {
        (_steps, _layout) = (steps, layout);
        foreach (Block block in _blocks)
        {
            block.Number = -1;
        }
    }

    /// <summary>Which block holds a sub-buffer, and where.</summary>
    protected abstract (long Block, int OffsetBytes, int LengthBytes) Find(long index);

    /// <summary>Reads a block, into <paramref name="spare"/> where it fits.</summary>
    protected abstract ReadOnlyMemory<byte> Load(long block, ReadOnlyMemory<byte> spare);

    // A block belongs to this alone, and is shifted as it comes.
    private void Shift(long number, long index, Block block)
    {
        if (_steps.Count == 0 || !MemoryMarshal.TryGetArray(block.Bytes, out ArraySegment<byte> bytes))
        {
            return;
        }

        while (index > 0 && Find(index - 1).Block == number)
        {
            index--;
        }

        for (; index < Count && Find(index) is var (other, offset, _) && other == number; index++)
        {
            if (ShiftAt(index) is > 0 and ulong shiftNs && offset + sizeof(ulong) <= bytes.Count)
            {
                Span<byte> timestamp = bytes.AsSpan(offset, sizeof(ulong));
                if (_layout.BigEndian)
                {
                    BinaryPrimitives.WriteUInt64BigEndian(timestamp, BinaryPrimitives.ReadUInt64BigEndian(timestamp) + shiftNs);
                }
                else
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(timestamp, BinaryPrimitives.ReadUInt64LittleEndian(timestamp) + shiftNs);
                }
            }
        }
    }

    private ulong ShiftAt(long index)
    {
        ulong shiftNs = 0;
        foreach (TimeStep step in _steps)
        {
            shiftNs = step.Index <= index ? step.ShiftNs : shiftNs;
        }

        return shiftNs;
    }

    private sealed class Block
    {
        public long Number { get; set; } = -1;

        public ReadOnlyMemory<byte> Bytes { get; set; }
    }
}

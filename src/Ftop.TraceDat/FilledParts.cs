using System.Runtime.InteropServices;
using Ftop.TraceDat.Writing;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat;

/// <summary>
/// The sub-buffers of a part of a file that the disk has. Those that lie in a hole (lseek(2), <c>SEEK_HOLE</c>) are empty, and passed over: a sparse file of
/// terabytes costs what is in it.
/// </summary>
internal sealed class FilledParts
{
    private const int SeekData = 3;
    private const int SeekHole = 4;

    private readonly int _subBufferSizeBytes;

    // Where each part begins in the file, and the number of its first sub-buffer; of the latter one more, for the end.
    private readonly List<long> _offsets = [];
    private readonly List<long> _firstIndexes = [0];
    private int _part;

    /// <param name="file">Its position is not used: who reads it names the place.</param>
    /// <param name="offset">Where the first sub-buffer begins.</param>
    /// <param name="sizeBytes">Bytes of all; the last may lack some.</param>
    /// <param name="subBufferSizeBytes">Size of each.</param>
    public FilledParts(SafeFileHandle file, long offset, long sizeBytes, int subBufferSizeBytes)
    {
        _subBufferSizeBytes = subBufferSizeBytes;
        long subBuffers = (sizeBytes + subBufferSizeBytes - 1) / subBufferSizeBytes;
        long IndexAt(long at) => Math.Clamp((at - offset) / subBufferSizeBytes, 0, subBuffers);
        for (long index = 0; index < subBuffers;)
        {
            long data = Posix.Seek(file, offset + (index * subBufferSizeBytes), SeekData);
            bool isWhole = data < 0 && Marshal.GetLastPInvokeError() != Posix.NoSuchAddress; // a file system that does not tell
            if (data < 0 && !isWhole)
            {
                return; // nothing but a hole up to the end
            }

            long hole = isWhole ? -1 : Posix.Seek(file, data, SeekHole);
            long first = isWhole ? index : Math.Max(index, IndexAt(data));
            long behind = hole < 0 ? subBuffers : IndexAt(hole + subBufferSizeBytes - 1);
            if (behind > first)
            {
                _offsets.Add(offset + (first * subBufferSizeBytes));
                _firstIndexes.Add(Count + behind - first);
            }

            index = Math.Max(behind, index + 1);
        }
    }

    /// <summary>How many there are.</summary>
    public long Count => _firstIndexes[^1];

    /// <summary>Where one stands in the file. For one thread.</summary>
    /// <param name="index">From 0, below <see cref="Count"/>.</param>
    public long OffsetOf(long index)
    {
        if (index < _firstIndexes[_part] || index >= _firstIndexes[_part + 1])
        {
            int part = _firstIndexes.BinarySearch(index);
            _part = part < 0 ? ~part - 1 : part;
        }

        return _offsets[_part] + ((index - _firstIndexes[_part]) * _subBufferSizeBytes);
    }
}

using System.Runtime.InteropServices;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Recording;

/// <summary>
/// The last sub-buffers of one CPU, in memory of its own outside the collector's heap. One thread puts them in, another may copy them out meanwhile; what
/// is overwritten before it was copied is left out at the beginning. Memory that was never written costs nothing.
/// </summary>
internal sealed unsafe class FlightRing : IDisposable
{
    private readonly Lock _lock = new();
    private readonly long _sizeBytes;
    private byte* _pages;
    private int _pageSizeBytes;
    private long _slots;
    private long _put;
    private bool _isDisposed;

    /// <param name="sizeBytes">Room.</param>
    public FlightRing(long sizeBytes) => _sizeBytes = sizeBytes;

    ~FlightRing() => NativeMemory.Free(_pages);

    /// <summary>Size of what is held.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_lock)
            {
                return Math.Min(_put, _slots) * _pageSizeBytes;
            }
        }
    }

    /// <summary>Puts in one sub-buffer, over the oldest one where there is no room.</summary>
    public void Put(ReadOnlySpan<byte> subBuffer)
    {
        lock (_lock)
        {
            if (subBuffer.Length != _pageSizeBytes)
            {
                Resize(subBuffer.Length);
            }

            if (_slots > 0)
            {
                subBuffer.CopyTo(Page(_put));
                _put++;
            }
        }
    }

    /// <summary>The oldest and the latest sub-buffer; empty where none is held.</summary>
    public (byte[] Oldest, byte[] Latest) Ends()
    {
        lock (_lock)
        {
            return _put == 0 || _slots == 0 ? ([], []) : (Page(Math.Max(0, _put - _slots)).ToArray(), Page(_put - 1).ToArray());
        }
    }

    /// <summary>Copies of the sub-buffers that may have events between two times, the oldest first.</summary>
    /// <param name="begin">Trace clock.</param>
    /// <param name="end">Trace clock.</param>
    /// <param name="mostBytes">So many, the last ones.</param>
    /// <param name="layout">Of the sub-buffers.</param>
    public List<byte[]> Between(ulong begin, ulong end, long mostBytes, HeaderPage layout)
    {
        List<byte[]> found = [];
        lock (_lock)
        {
            bool goesOn = true;
            for (long next = _put - 1; goesOn && next >= Math.Max(0, _put - _slots) && (found.Count + 1) * (long)_pageSizeBytes <= mostBytes; next--)
            {
                ulong first = SubBufferHeader.Read(Page(next), layout).Timestamp;
                if (first <= end)
                {
                    found.Add(Page(next).ToArray());
                }

                goesOn = first > begin;
            }
        }

        found.Reverse();
        return found;
    }

    /// <summary>Copies what is held, the oldest first, in pieces that do not keep <see cref="Put"/> waiting.</summary>
    /// <param name="output">Takes whole sub-buffers.</param>
    /// <param name="pageSizeBytes">Only sub-buffers of this size.</param>
    public void CopyTo(Stream output, int pageSizeBytes)
    {
        const int MostBytes = 1 << 18;
        byte[] piece = new byte[Math.Max(1, MostBytes / pageSizeBytes) * pageSizeBytes];
        long end = long.MaxValue;
        for (long next = 0; ;)
        {
            int filled = 0;
            lock (_lock)
            {
                end = Math.Min(end, _put);
                next = Math.Max(next, _put - _slots);
                for (; _pageSizeBytes == pageSizeBytes && next < end && filled < piece.Length; next++, filled += pageSizeBytes)
                {
                    Page(next).CopyTo(piece.AsSpan(filled));
                }
            }

            if (filled == 0)
            {
                return;
            }

            output.Write(piece, 0, filled);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            Resize(0);
        }

        GC.SuppressFinalize(this);
    }

    private Span<byte> Page(long number) => new(_pages + (number % _slots * _pageSizeBytes), _pageSizeBytes);

    private void Resize(int pageSizeBytes)
    {
        NativeMemory.Free(_pages);
        _pages = null;
        _pageSizeBytes = pageSizeBytes;
        _put = 0;
        _slots = pageSizeBytes == 0 || _isDisposed ? 0 : _sizeBytes / pageSizeBytes;
        if (_slots > 0)
        {
            _pages = (byte*)NativeMemory.Alloc((nuint)(_slots * pageSizeBytes));
        }
    }
}

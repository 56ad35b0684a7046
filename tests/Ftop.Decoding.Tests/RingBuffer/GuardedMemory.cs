using System.Runtime.InteropServices;

namespace Ftop.Decoding.Tests.RingBuffer;

/// <summary>Memory before a page that may not be touched: reading one byte past the end of what <see cref="Last"/> lends ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int ProtectNone = 0;
    private const int ProtectReadWrite = 1 | 2;
    private const int MapPrivateAnonymous = 0x02 | 0x20;

    private readonly nint _start;
    private readonly int _size;
    private readonly int _pageSize = Environment.SystemPageSize;

    public GuardedMemory(int size)
    {
        _size = (size + _pageSize - 1) / _pageSize * _pageSize;
        _start = MMap(0, (nuint)(_size + _pageSize), ProtectReadWrite, MapPrivateAnonymous, -1, 0);
        Assert.NotEqual(-1, _start);
        Assert.Equal(0, MProtect(_start + _size, (nuint)_pageSize, ProtectNone));
    }

    /// <summary>The last bytes before the guard.</summary>
    public Span<byte> Last(int length) => new((void*)(_start + _size - length), length);

    public void Dispose() => Assert.Equal(0, MUnmap(_start, (nuint)(_size + _pageSize)));

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint MMap(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int MProtect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int MUnmap(nint address, nuint length);
}

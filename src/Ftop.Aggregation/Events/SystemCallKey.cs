using System.Runtime.CompilerServices;

namespace Ftop.Aggregation.Events;

/// <summary>A system call's number and ABI in one word: the number's 32 bits, and bit 32 for the compat ABI.</summary>
internal static class SystemCallKey
{
    private const int ErrnoBits = 12;
    private const ulong CompatBit = 1ul << 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(long number, bool compat) => (uint)number | (compat ? CompatBit : 0);

    public static int Number(ulong key) => (int)(uint)key;

    public static bool IsCompat(ulong key) => (key & CompatBit) != 0;

    /// <summary>The key of an error: of which call, and which errno (1 to 4095).</summary>
    public static ulong WithErrno(ulong key, int errno) => (key << ErrnoBits) | (uint)errno;

    /// <summary>Takes <see cref="WithErrno"/> apart.</summary>
    public static (ulong Key, int Errno) SplitErrno(ulong keyWithErrno) =>
        (keyWithErrno >> ErrnoBits, (int)(keyWithErrno & ((1 << ErrnoBits) - 1)));
}

using System.Runtime.InteropServices;

namespace Ftop.Tracefs.Native;

/// <summary>What statx(2) tells of a file itself, a link not followed.</summary>
internal readonly record struct FileFacts(uint Mode, uint UserId, long SizeBytes)
{
    private const uint OthersMayWrite = 0x12; // 022
    private const uint TypeMask = 0xf000;
    private const uint DirectoryType = 0x4000;
    private const uint RegularType = 0x8000;
    private const uint LinkType = 0xa000;
    private const uint Wanted = 0x1 | 0x2 | 0x8 | 0x200; // STATX_TYPE | STATX_MODE | STATX_UID | STATX_SIZE
    private const int StatxSize = 256;
    private const int UserIdAt = 20;
    private const int ModeAt = 28;
    private const int SizeAt = 40;

    public bool IsDirectory => (Mode & TypeMask) == DirectoryType;

    public bool IsRegular => (Mode & TypeMask) == RegularType;

    public bool IsLink => (Mode & TypeMask) == LinkType;

    /// <summary>True if it is this user's, and nobody else may write to it.</summary>
    public bool IsOurs => UserId == Libc.EffectiveUserId() && (Mode & OthersMayWrite) == 0;

    /// <returns>0, or the errno.</returns>
    public static unsafe int TryRead(string path, out FileFacts facts)
    {
        Span<byte> statx = stackalloc byte[StatxSize];
        int errno;
        fixed (byte* start = statx)
        {
            errno = Libc.Statx(Libc.AtCurrentDirectory, path, Libc.AtSymlinkNoFollow, Wanted, start) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }

        facts = new FileFacts(BitConverter.ToUInt16(statx[ModeAt..]), BitConverter.ToUInt32(statx[UserIdAt..]), BitConverter.ToInt64(statx[SizeAt..]));
        return errno;
    }
}

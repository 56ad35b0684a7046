using System.Runtime.InteropServices;
using Ftop.Decoding.Files;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat.Writing;

/// <summary>What statx(2) says of an open file.</summary>
/// <param name="Mode">Type and permissions, as <c>st_mode</c>.</param>
/// <param name="Links">Names that it has.</param>
/// <param name="UserId">Owner.</param>
/// <param name="GroupId">Its group.</param>
/// <param name="Inode">Its number in the file system.</param>
/// <param name="OnDiskBytes">Without its holes.</param>
internal readonly record struct FileStatus(int Mode, uint Links, uint UserId, uint GroupId, ulong Inode, long OnDiskBytes)
{
    private const int StatxBytes = 256;
    private const int BlockBytes = 512;
    private const uint BasicStats = 0x7ff;
    private const int TypeMask = 0xf000;
    private const int Regular = 0x8000;
    private const int Link = 0xa000;
    private const int WorldWritable = 2;
    private const int GroupWritable = 0x10;

    public bool IsRegular => (Mode & TypeMask) == Regular;

    /// <summary>As in <c>a pipe</c>.</summary>
    public string TypeName => (Mode & TypeMask) switch
    {
        Regular => "a file",
        0x4000 => "a directory",
        0x1000 => "a pipe",
        0x2000 or 0x6000 => "a device",
        _ => "a socket",
    };

    /// <summary>
    /// Of a directory: whether somebody else may put a link where ftop is to write. Who owns the session under sudo(8) counts as oneself.
    /// </summary>
    public bool OthersCanWrite =>
        (Mode & WorldWritable) != 0
        || ((Mode & GroupWritable) != 0 && !IsOneself(GroupId, Posix.EffectiveGroupId(), "SUDO_GID"))
        || !IsOneself(UserId, Posix.EffectiveUserId(), "SUDO_UID");

    /// <exception cref="FileException">statx(2) failed.</exception>
    public static FileStatus Of(SafeFileHandle file, string path) =>
        TryRead(file, "", Posix.EmptyPath, out FileStatus status) is int errno and not 0 ? throw new FileException(path, "stat", errno) : status;

    /// <summary>Whether a name in a directory is that of a symbolic link.</summary>
    public static bool IsLink(SafeFileHandle directory, string name) =>
        TryRead(directory, name, Posix.SymlinkNoFollow, out FileStatus status) == 0 && (status.Mode & TypeMask) == Link;

    private static unsafe int TryRead(SafeFileHandle file, string name, int flags, out FileStatus status)
    {
        byte* statx = stackalloc byte[StatxBytes];
        status = default;
        if (Posix.Statx(file, name, flags, BasicStats, statx) < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        // u32 mask, blksize; u64 attributes; u32 nlink, uid, gid; u16 mode; u64 ino, size, blocks (include/uapi/linux/stat.h)
        var bytes = new ReadOnlySpan<byte>(statx, StatxBytes);
        status = new FileStatus(
            MemoryMarshal.Read<ushort>(bytes[28..]), MemoryMarshal.Read<uint>(bytes[16..]), MemoryMarshal.Read<uint>(bytes[20..]),
            MemoryMarshal.Read<uint>(bytes[24..]), MemoryMarshal.Read<ulong>(bytes[32..]), (long)MemoryMarshal.Read<ulong>(bytes[48..]) * BlockBytes);
        return 0;
    }

    private static bool IsOneself(uint id, uint effective, string ofSession) =>
        id == 0 || id == effective || (uint.TryParse(Environment.GetEnvironmentVariable(ofSession), out uint session) && id == session);
}

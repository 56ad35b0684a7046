using System.Runtime.InteropServices;
using System.Text.Unicode;
using Ftop.Tui.Terminal;

namespace Ftop.Tui;

/// <summary>
/// A theme or a configuration: small text that somebody wrote, at a path where anything may lie. Opened without waiting, regular and of bounded size; a
/// byte order mark is taken off.
/// </summary>
public static unsafe class SettingsFile
{
    /// <summary>The largest that is read.</summary>
    public const int MostBytes = 64 << 10;

    private const int TypeMask = 0xf000;
    private const int RegularType = 0x8000;
    private const int WritableByOthers = 0x12; // S_IWGRP, S_IWOTH

    /// <summary>The UTF-8 text of a file.</summary>
    /// <param name="path">Links are followed.</param>
    /// <param name="fault">Why not, without the path: <c>open: No such file or directory</c>, <c>not a regular file</c>; empty where it was read.</param>
    /// <returns>Null where it cannot be read or is not such a file.</returns>
    public static byte[]? TryRead(string path, out string fault) => TryRead(path, isTrustedByAll: true, out fault);

    /// <summary>As <see cref="TryRead(string, out string)"/>; root reads only files of its own that nobody else may write: what they say is done as root.</summary>
    public static byte[]? TryReadTrusted(string path, out string fault) => TryRead(path, isTrustedByAll: Libc.GetEffectiveUser() != 0, out fault);

    private static byte[]? TryRead(string path, bool isTrustedByAll, out string fault)
    {
        int fd = Libc.Open(path, Libc.ReadOnlyNonBlockingNoCttyCloexec);
        if (fd < 0)
        {
            fault = $"open: {Marshal.GetLastPInvokeErrorMessage()}";
            return null;
        }

        try
        {
            fault = FaultOf(fd, isTrustedByAll);
            byte[]? bytes = fault.Length == 0 ? TryRead(fd, out fault) : null;
            if (bytes is not null && !Utf8.IsValid(bytes))
            {
                fault = NotUtf8;
            }

            return fault.Length == 0 ? bytes : null;
        }
        finally
        {
            _ = Libc.Close(fd);
        }
    }

    /// <summary>The fault of a file whose bytes are no text.</summary>
    public const string NotUtf8 = "not UTF-8 text";

    private static string FaultOf(int fd, bool isTrustedByAll)
    {
        byte* statx = stackalloc byte[Libc.StatxBytes];
        if (Libc.Statx(fd, "", Libc.EmptyPath, Libc.TypeModeAndOwnerOfFile, statx) != 0 || (*(ushort*)(statx + Libc.StatxModeAt) & TypeMask) != RegularType)
        {
            return "not a regular file";
        }

        uint owner = *(uint*)(statx + Libc.StatxOwnerAt);
        bool isOthers = !isTrustedByAll && (owner != 0 || (*(ushort*)(statx + Libc.StatxModeAt) & WritableByOthers) != 0);
        return !isOthers ? ""
            : owner != 0 ? $"belongs to user {owner}; root reads only root's own (chown root)"
            : "others may write it; root does not read it (chmod go-w)";
    }

    private static byte[]? TryRead(int fd, out string fault)
    {
        byte[] bytes = new byte[MostBytes + 1];
        int length = 0;
        fixed (byte* start = bytes)
        {
            nint count;
            while (length < bytes.Length && (count = Libc.Read(fd, start + length, bytes.Length - length)) != 0)
            {
                if (count < 0)
                {
                    fault = $"read: {Marshal.GetLastPInvokeErrorMessage()}";
                    return null;
                }

                length += (int)count;
            }
        }

        fault = length > MostBytes ? $"larger than {MostBytes >> 10} KiB" : "";
        ReadOnlySpan<byte> mark = [0xef, 0xbb, 0xbf];
        return bytes[(bytes.AsSpan(0, length).StartsWith(mark) ? mark.Length : 0)..length];
    }
}

using System.Runtime.InteropServices;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs;

/// <summary>
/// Where journals are. Root acts on what they say, so a directory counts only if it is ours and nobody else can write there: <c>/tmp</c> is
/// anybody's place to put one up first.
/// </summary>
/// <param name="Path">The directory.</param>
/// <param name="Notice">One line to tell the operator where it is not the usual place; else null.</param>
public readonly record struct JournalDirectory(string Path, string? Notice)
{
    private const string Usual = "/run/ftop";
    private const uint OwnerOnly = 0x1c0; // 0700
    private const uint OthersMayWrite = 0x12; // 022
    private const uint TypeMask = 0xf000;
    private const uint DirectoryType = 0x4000;
    private const uint StatxModeAndOwner = 0x2 | 0x1 | 0x8; // STATX_MODE | STATX_TYPE | STATX_UID
    private const int StatxSize = 256;
    private const int StatxUserId = 20;
    private const int StatxMode = 28;

    /// <summary>All places to look in; <c>ftop reset</c> looks in every one that is ours.</summary>
    public static IReadOnlyList<string> Candidates { get; } = [Usual, "/dev/shm/ftop", "/tmp/ftop"];

    /// <summary>The first of <paramref name="candidates"/> that can be made and is ours.</summary>
    /// <exception cref="TracefsException">None: without a journal nothing may be changed.</exception>
    public static JournalDirectory Choose(IReadOnlyList<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        TracefsException? first = null;
        foreach (string path in candidates)
        {
            int made = Libc.MakeDirectory(path, OwnerOnly);
            int errno = made == 0 ? 0 : Marshal.GetLastPInvokeError();
            if ((errno == 0 || errno == ErrnoNumber.Exists) && IsOurs(path) && IsWritable(path))
            {
                string? notice = first is null ? null : $"changes are noted in {path}, as {first.Path} cannot be written ({first.Remedy})";
                return new JournalDirectory(path, notice);
            }

            first ??= errno is 0 or ErrnoNumber.Exists
                ? new TracefsException(path, "open", 0, TracefsFailure.NotPermitted, "not writable, or owned or writable by others")
                : Remedy.Explain(path, "mkdir", errno);
        }

        throw first ?? new TracefsException("", "open", 0, TracefsFailure.Failed, "no journal directory was given");
    }

    /// <summary>True if <paramref name="path"/> is a directory, no link, of this user, that nobody else can write to.</summary>
    internal static unsafe bool IsOurs(string path)
    {
        Span<byte> statx = stackalloc byte[StatxSize];
        int result;
        fixed (byte* start = statx)
        {
            result = Libc.Statx(Libc.AtCurrentDirectory, path, Libc.AtSymlinkNoFollow, StatxModeAndOwner, start);
        }

        uint mode = BitConverter.ToUInt16(statx[StatxMode..]);
        return result == 0 && BitConverter.ToUInt32(statx[StatxUserId..]) == Libc.EffectiveUserId()
            && (mode & TypeMask) == DirectoryType && (mode & OthersMayWrite) == 0;
    }

    private static bool IsWritable(string path)
    {
        string probe = System.IO.Path.Combine(path, $".probe-{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the next candidate is tried, and the caller is told of this one
        }
    }
}

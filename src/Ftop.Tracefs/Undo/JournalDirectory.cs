using System.Runtime.InteropServices;
using Ftop.Decoding.SystemCalls;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Undo;

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
    private const string NotOurs = "no directory, or owned or writable by others";

    /// <summary>All places to look in; <c>ftop reset</c> looks in every one that is ours.</summary>
    public static IReadOnlyList<string> Candidates { get; } = [Usual, "/dev/shm/ftop", "/tmp/ftop"];

    /// <summary>The first of <paramref name="candidates"/> that can be made, is ours and has room.</summary>
    /// <exception cref="TracefsException">None, and why for each: without a journal nothing may be changed.</exception>
    public static JournalDirectory Choose(IReadOnlyList<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        List<(string Path, TracefsFailure Failure, string Reason)> refused = [];
        foreach (string path in candidates)
        {
            if (TryUse(path) is not (TracefsFailure failure, string reason))
            {
                return new JournalDirectory(path, refused is [var (usual, _, why), ..] ? $"changes are noted in {path}, as {usual} cannot be used ({why})" : null);
            }

            refused.Add((path, failure, reason));
        }

        string all = string.Join(", ", refused.Select(one => $"{one.Path} ({one.Reason})"));
        throw new TracefsException(
            refused[0].Path, "open", 0, refused[0].Failure, $"no place for the undo journal, without which nothing is changed: {all}; give it one, as in 'mount -t tmpfs tmpfs /run'");
    }

    /// <summary>Why journals in a place that is there do not count, as in <c>no directory, or owned or writable by others</c>; null where they do.</summary>
    public static string? Distrust(string path) => FileFacts.TryRead(path, out FileFacts facts) == 0 && !(facts.IsDirectory && facts.IsOurs) ? NotOurs : null;

    /// <summary>Why no file of a journal's size can be made in <paramref name="directory"/>, as in <c>no space left</c>; null if it can.</summary>
    public static string? RefusalIn(string directory) =>
        TryWritePage(System.IO.Path.Combine(directory, $".ftop-probe-{Environment.ProcessId}")) is int errno and not 0 ? Describe(errno).Reason : null;

    // Null if it can be used.
    private static (TracefsFailure Failure, string Reason)? TryUse(string path)
    {
        int errno = Libc.MakeDirectory(path, OwnerOnly) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (errno is not (0 or ErrnoNumber.Exists))
        {
            return Describe(errno);
        }

        if (FileFacts.TryRead(path, out FileFacts facts) != 0 || !facts.IsDirectory || !facts.IsOurs)
        {
            return (TracefsFailure.NotPermitted, NotOurs);
        }

        errno = TryWritePage(System.IO.Path.Combine(path, $".probe-{Environment.ProcessId}"));
        return errno == 0 ? null : Describe(errno);
    }

    // An empty file fits on a full file system.
    private static int TryWritePage(string path)
    {
        int errno = OpenFile.TryOpen(path, Libc.WriteOnly | Libc.Create | Libc.Exclusive | Libc.NoFollow, out OpenFile file);
        if (errno != 0)
        {
            return errno;
        }

        errno = file.TryWrite(new byte[4096], out int taken);
        file.Close();
        File.Delete(path);
        return errno == 0 && taken < 4096 ? ErrnoNumber.NoSpace : errno;
    }

    private static (TracefsFailure Failure, string Reason) Describe(int errno) => errno switch
    {
        ErrnoNumber.NotPermitted or ErrnoNumber.AccessDenied => (TracefsFailure.NotPermitted, "not writable for this user"),
        ErrnoNumber.ReadOnlyFileSystem => (TracefsFailure.NotPermitted, "on a read-only file system"),
        ErrnoNumber.NoSpace or ErrnoNumber.QuotaExceeded => (TracefsFailure.Failed, "no space left"),
        ErrnoNumber.NoEntry or ErrnoNumber.NotDirectory => (TracefsFailure.Failed, "there is no such directory"),
        _ => (TracefsFailure.Failed, Errno.Name(errno)),
    };
}

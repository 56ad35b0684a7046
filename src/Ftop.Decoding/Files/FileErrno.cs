using Ftop.Decoding.SystemCalls;

namespace Ftop.Decoding.Files;

/// <summary>What an operation on a file failed with (errno(3)), in plain words: .NET's own texts are not in the program that is shipped.</summary>
public static class FileErrno
{
    /// <summary>Nobody reads the pipe.</summary>
    public const int BrokenPipe = 32;

    /// <summary>The name is too long.</summary>
    public const int NameTooLong = 36;

    /// <summary>Not permitted by the file's mode.</summary>
    public const int AccessDenied = 13;

    /// <summary>Is there already.</summary>
    public const int Exists = 17;

    /// <summary>A directory, where a file is wanted.</summary>
    public const int IsDirectory = 21;

    /// <summary>The file may grow no larger.</summary>
    public const int TooBig = 27;

    /// <summary>The disk is full.</summary>
    public const int NoSpace = 28;

    /// <summary>A pipe or a terminal.</summary>
    public const int IllegalSeek = 29;

    /// <summary>A symbolic link that is not followed, or links in a circle.</summary>
    public const int Loop = 40;

    /// <summary>The user's share of the disk is used up.</summary>
    public const int QuotaExceeded = 122;

    private const int NoEntry = 2;
    private const int MostErrno = 4095;

    /// <summary>The errno behind an exception of .NET's or of ftop's; 0 where it tells none.</summary>
    public static int Of(Exception exception) => exception switch
    {
        FileException known => known.Errno,
        FileNotFoundException or DirectoryNotFoundException => NoEntry,
        PathTooLongException => NameTooLong,
        UnauthorizedAccessException { InnerException: IOException { HResult: > 0 and <= MostErrno } inner } => inner.HResult,
        UnauthorizedAccessException => AccessDenied,
        ArgumentOutOfRangeException { ParamName: "value" } => TooBig, // what .NET makes of EFBIG
        IOException { HResult: > 0 and <= MostErrno } fault => fault.HResult,
        _ => 0,
    };

    /// <summary>Whether nothing more fits: the disk is full, the user's share is, or the file may grow no larger.</summary>
    public static bool IsFull(int errno) => errno is NoSpace or QuotaExceeded or TooBig;

    /// <summary>As in <c>the disk is full</c>; the name for one that files hardly ever give.</summary>
    public static string Words(int errno) => Known(errno).Words ?? Errno.Name(errno);

    /// <summary>What to do about it, as in <c>free some space, or name another place</c>; empty where it depends.</summary>
    public static string Remedy(int errno) => Known(errno).Remedy;

    private static (string? Words, string Remedy) Known(int errno) => Errno.Name(errno) switch
    {
        "EPERM" or "EACCES" => ("not permitted", Environment.UserName == "root" ? "not even to root: a mount option, lsattr or a security module forbids it" : "try with sudo"),
        "ENOENT" => ("there is no such file or directory", "check the path"),
        "EIO" => ("the device fails", "see dmesg"),
        "ENXIO" or "ENODEV" => ("nobody reads this pipe, or the device is not there", "name a file"),
        "ENOMEM" => ("memory is short", "free some"),
        "EBUSY" or "ETXTBSY" => ("in use", "end the program that uses it"),
        "EEXIST" => ("is there already", "name another, or remove it"),
        "ENOTDIR" => ("a part of the path is no directory", "check the path"),
        "EISDIR" => ("is a directory", "name a file"),
        "EMFILE" => ("too many open files", "raise the limit: 'ulimit -n 4096'"),
        "ENFILE" => ("the system has too many open files", "raise /proc/sys/fs/file-max"),
        "EFBIG" => ("file too large (FAT: 4 GiB; else a limit, see 'ulimit -f')", "name a place on another file system, or record less"),
        "ENOSPC" => ("the disk is full", "free some space, or name another place"),
        "EDQUOT" => ("the quota of this user is used up", "free some space, or name another place"),
        "ESPIPE" => ("it cannot be sought in, being a pipe or a terminal", "name a file"),
        "EROFS" => ("the file system is read-only", "name a place that can be written"),
        "EPIPE" => ("nobody reads it any more", ""),
        "ENAMETOOLONG" => ("the name is too long", "name a shorter one"),
        "ELOOP" => ("links that lead in a circle", "check the path"),
        "ESTALE" => ("the server has forgotten the file", "mount the network file system again"),
        _ => (null, ""),
    };
}

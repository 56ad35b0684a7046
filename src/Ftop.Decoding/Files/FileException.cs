namespace Ftop.Decoding.Files;

/// <summary>
/// An operation on a file failed. The message is one line: <c>/mnt/trace.dat: write: ENOSPC: the disk is full; free some space, or name another place</c>.
/// </summary>
public sealed class FileException : IOException
{
    /// <param name="path">The file or directory.</param>
    /// <param name="operation">What was tried: <c>open</c>, <c>write</c>.</param>
    /// <param name="errno">errno(3).</param>
    /// <param name="remedy">What can be done about it; null for what <see cref="FileErrno.Remedy"/> knows.</param>
    public FileException(string path, string operation, int errno, string? remedy = null)
        : this(path, operation, errno, $"{SystemCalls.Errno.Name(errno)}: {FileErrno.Words(errno)}", remedy ?? FileErrno.Remedy(errno))
    {
    }

    private FileException(string path, string operation, int errno, string reason, string remedy)
        : base($"{path}: {operation}: {reason}{(remedy.Length > 0 ? $"; {remedy}" : "")}", errno)
    {
        (Path, Operation, Errno) = (path, operation, errno);
    }

    /// <summary>The file or directory.</summary>
    public string Path { get; }

    /// <summary>What was tried.</summary>
    public string Operation { get; }

    /// <summary>errno(3); 0 where ftop itself refuses.</summary>
    public int Errno { get; }

    /// <summary>ftop itself refuses, as in <c>a.dat: open: it is a pipe; name a file</c>.</summary>
    public static FileException Refusal(string path, string operation, string reason, string remedy) => new(path, operation, 0, reason, remedy);

    /// <summary>What an exception of .NET's says, of a file whose path it may not know.</summary>
    public static FileException Of(string path, string operation, Exception exception, string? remedy = null)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception as FileException ?? (FileErrno.Of(exception) is int errno and > 0
            ? new FileException(path, operation, errno, remedy)
            : Refusal(path, operation, exception.GetType().Name, remedy ?? ""));
    }

    /// <summary>Whether an exception is a file's, so that <see cref="Of"/> says it in words.</summary>
    public static bool IsOfFile(Exception exception) =>
        exception is IOException or UnauthorizedAccessException || FileErrno.Of(exception) != 0;
}

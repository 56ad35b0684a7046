using Ftop.Decoding.SystemCalls;

namespace Ftop;

/// <summary>Why a file could not be opened or written, by the errno's name: .NET's own texts are not in the program.</summary>
internal static class FileFault
{
    private const int MostErrno = 4095;

    /// <summary>As in <c>ENOSPC</c>; the kind of exception where .NET kept no errno.</summary>
    public static string NameOf(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "EACCES",
        FileNotFoundException or DirectoryNotFoundException => "ENOENT",
        PathTooLongException => "ENAMETOOLONG",
        IOException { HResult: > 0 and <= MostErrno } fault => Errno.Name(fault.HResult),
        _ => exception.GetType().Name,
    };
}

using Ftop.Decoding.SystemCalls;

namespace Ftop.Tracefs.Errors;

/// <summary>
/// The kernel refused an operation on a trace file. The message is one line:
/// <c>write 'function' to /sys/kernel/tracing/instances/ftop-12/current_tracer: EPERM: …remedy</c>.
/// </summary>
public sealed class TracefsException : IOException
{
    /// <param name="path">The file or directory.</param>
    /// <param name="operation">What was tried: <c>write 'function'</c>, <c>open</c>, <c>mkdir</c>.</param>
    /// <param name="errno">The number the kernel answered with; 0 where ftop itself refused.</param>
    /// <param name="failure">What kind of refusal it is.</param>
    /// <param name="remedy">What it means here and what the operator can do, without a full stop.</param>
    public TracefsException(string path, string operation, int errno, TracefsFailure failure, string remedy)
        : base($"{operation} {path}: {(errno == 0 ? "" : $"{Errno.Name(errno)}: ")}{remedy}")
    {
        Path = path;
        Operation = operation;
        ErrnoNumber = errno;
        Failure = failure;
        Remedy = remedy;
    }

    /// <summary>The file or directory that was operated on.</summary>
    public string Path { get; }

    /// <summary>What was tried, as in <c>write 'function'</c>.</summary>
    public string Operation { get; }

    /// <summary>errno(3) as a number; 0 where ftop itself refused.</summary>
    public int ErrnoNumber { get; }

    /// <summary>errno(3) by name, as in <c>EBUSY</c>; empty where ftop itself refused.</summary>
    public string ErrnoName => ErrnoNumber == 0 ? "" : Errno.Name(ErrnoNumber);

    /// <summary>What kind of refusal it is.</summary>
    public TracefsFailure Failure { get; }

    /// <summary>What it means here and what to do about it.</summary>
    public string Remedy { get; }
}

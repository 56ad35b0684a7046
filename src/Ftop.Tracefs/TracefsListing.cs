using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Mono.Unix.Native;

namespace Ftop.Tracefs;

/// <summary>The names of what a kernel offers, from the top-level directory of its tracefs.</summary>
public sealed class TracefsListing(string root)
{
    /// <summary>What can be listed.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["events", "tracers", "functions", "options", "clocks"];

    /// <summary>The names of one of <see cref="Kinds"/> that match a <see cref="KernelGlob"/>, in the kernel's order; events match too by system or name alone.</summary>
    /// <exception cref="TracefsException">The kernel does not open the file that has them.</exception>
    public IEnumerable<string> Names(string kind, string glob) => kind switch
    {
        "events" => Lines("available_events").Where(name => IsEventMatch(glob, name)),
        "tracers" => Words("available_tracers").Where(name => KernelGlob.IsMatch(glob, name)),
        "functions" => Lines("available_filter_functions").Where(line => KernelGlob.IsMatch(glob, line.Split(' ')[0])),
        "options" => Lines("trace_options").Where(name => KernelGlob.IsMatch(glob, name) || (name.StartsWith("no", StringComparison.Ordinal) && KernelGlob.IsMatch(glob, name.AsSpan(2)))),
        "clocks" => Words("trace_clock").Select(name => name.Trim('[', ']')).Where(name => KernelGlob.IsMatch(glob, name)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static bool IsEventMatch(string glob, string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        return glob == "all" || KernelGlob.IsMatch(glob, name)
            || (colon > 0 && !glob.Contains(':', StringComparison.Ordinal) && (KernelGlob.IsMatch(glob, name.AsSpan(0, colon)) || KernelGlob.IsMatch(glob, name.AsSpan(colon + 1))));
    }

    private IEnumerable<string> Words(string file) => Lines(file).SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    // Opened first to learn the errno, which .NET's exceptions do not tell apart: EPERM of a lockdown is not EACCES.
    private IEnumerable<string> Lines(string file)
    {
        string path = Path.Join(root, file);
        int descriptor = Syscall.open(path, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC);
        if (descriptor < 0)
        {
            throw Refusal(path, file, Stdlib.GetLastError());
        }

        _ = Syscall.close(descriptor);
        return File.ReadLines(path);
    }

    private static TracefsException Refusal(string path, string file, Errno errno)
    {
        (TracefsFailure failure, string remedy) = errno switch
        {
            Errno.EPERM or Errno.EACCES when Syscall.geteuid() != 0 => (TracefsFailure.NotPermitted, "run as root, as in 'sudo ftop'"),
            Errno.EPERM => (TracefsFailure.NotPermitted, "the kernel is locked down and refuses this even to root: boot with lockdown=none, or do without"),
            Errno.ENOENT when TracerConfig.OfFile(file) is KernelOption option => (TracefsFailure.NotSupported, $"this kernel was built without {option}"),
            _ => (TracefsFailure.Failed, "the kernel refused; 'ftop doctor' tells more"),
        };
        return new TracefsException(path, "open", NativeConvert.FromErrno(errno), failure, remedy);
    }
}

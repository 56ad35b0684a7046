using System.Runtime.InteropServices;
using Ftop.Decoding.Text;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs;

/// <summary>Where tracefs is. Finds it, or mounts it; what was mounted is unmounted by the journal.</summary>
public sealed class TracefsMount
{
    internal static readonly string[] UsualPoints = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];

    private TracefsMount(string root) => Root = root;

    /// <summary>The top-level directory, as in <c>/sys/kernel/tracing</c>.</summary>
    public string Root { get; }

    /// <summary>Where sysfs has the block devices.</summary>
    internal string BlockDevices { get; private init; } = "/sys/block";

    /// <summary>tracefs where the operator says it is; a tree laid out alike will do.</summary>
    /// <exception cref="TracefsException">It has no <c>events</c> or <c>per_cpu</c> there.</exception>
    public static TracefsMount At(string directory)
    {
        string root = Path.GetFullPath(directory);
        return IsTracefs(root)
            ? new TracefsMount(root)
            : throw new TracefsException(
                root, "open", 0, TracefsFailure.InvalidValue, "no tracefs here (no events/ and trace_pipe or per_cpu/ to be seen): give the directory that tracefs is mounted at");
    }

    internal static TracefsMount At(string directory, string blockDevices) => new(At(directory).Root) { BlockDevices = blockDevices };

    /// <summary>Where tracefs is mounted; null if it is not.</summary>
    /// <param name="systemRoot">The directory that stands for <c>/</c>.</param>
    public static TracefsMount? TryFind(string systemRoot = "/")
    {
        ArgumentNullException.ThrowIfNull(systemRoot);
        IEnumerable<string> mounted = MountTable.Read(Path.Combine(systemRoot, "proc/self/mounts"))
            .Where(mount => mount.Type == "tracefs").Select(mount => mount.Point);
        string? root = UsualPoints.Concat(mounted).Select(point => Path.Combine(systemRoot, point.TrimStart('/'))).FirstOrDefault(IsTracefs);
        return root is null ? null : new TracefsMount(root);
    }

    /// <summary>Where tracefs is mounted; mounts it at <c>/sys/kernel/tracing</c> if it is nowhere.</summary>
    /// <exception cref="TracefsException">Not mounted, and mount(2) refused.</exception>
    public static TracefsMount FindOrMount(UndoJournal journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        if (TryFind() is TracefsMount found)
        {
            return found;
        }

        string point = UsualPoints[0];
        if (!Directory.Exists(point))
        {
            throw new TracefsException(point, "open", ErrnoNumber.NoEntry, TracefsFailure.NotSupported, $"this kernel was built without {TracerConfig.Ftrace}, or sysfs is not mounted");
        }

        // The name in the first column of /proc/mounts tells later that the mount is ours.
        journal.WillMount(point);
        if (Libc.Mount(MountSource(Environment.ProcessId), point, "tracefs", 0, null) != 0)
        {
            int errno = Marshal.GetLastPInvokeError();
            journal.UndoBelow(point); // nothing was mounted, so nothing is left to undo
            throw errno == ErrnoNumber.NoDevice
                ? new TracefsException(point, "mount tracefs at", errno, TracefsFailure.NotSupported, $"this kernel was built without {TracerConfig.Ftrace}")
                : Remedy.Explain(point, "mount tracefs at", errno);
        }

        return new TracefsMount(point);
    }

    /// <summary>
    /// The clock that a buffer needs for <paramref name="tracer"/>: one that keeps the worst case dates it by the top-level buffer's clock, in an instance too,
    /// and shows no event that is before this date by the instance's own (<c>kernel/trace/trace.c ftrace_now</c>, <c>tracing_iter_reset</c>).
    /// </summary>
    /// <returns>Null where any clock will do.</returns>
    public string? ClockFor(string tracer) => WorstCaseTracer.Is(tracer) ? new TraceClock(new ControlFile(Path.Combine(Root, "trace_clock"))).Current : null;

    /// <summary>What a mount made by this process of ftop's is called, as in <c>ftop-1234</c>.</summary>
    internal static string MountSource(int pid) => $"ftop-{pid}";

    private static bool IsTracefs(string root) => Directory.Exists(Path.Combine(root, "events")) && Directory.Exists(Path.Combine(root, "per_cpu"));
}

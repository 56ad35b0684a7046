using Ftop.Decoding.Files;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Errors;

/// <summary>Turns what the kernel answered on a file into what it means and what to do. Says nothing of an errno that it does not know the meaning of.</summary>
internal static class Remedy
{
    private const string InstanceGone = "the instance was removed by somebody else (as 'trace-cmd reset' does): start ftop again";

    public static TracefsException Explain(string path, string operation, int errno)
    {
        (TracefsFailure failure, string text) = Of(path, errno, Libc.EffectiveUserId(), KernelLockdown.Level);
        return new TracefsException(path, operation, errno, failure, text);
    }

    internal static (TracefsFailure Failure, string Text) Of(string path, int errno, uint effectiveUserId, string? lockdown)
    {
        string file = Path.GetFileName(path);
        return errno switch
        {
            ErrnoNumber.NotPermitted or ErrnoNumber.AccessDenied when effectiveUserId != 0 =>
                (TracefsFailure.NotPermitted, $"tracing needs root, this is uid {effectiveUserId}: run as root, as in 'sudo ftop'"),
            ErrnoNumber.NotPermitted or ErrnoNumber.AccessDenied => (TracefsFailure.NotPermitted, LockedDown(file, lockdown)),
            ErrnoNumber.Busy => (TracefsFailure.Busy, Busy(file)),
            ErrnoNumber.NoDevice => (TracefsFailure.Failed, NoDevice(path, file)),
            ErrnoNumber.NoEntry => NoEntry(path, file),
            ErrnoNumber.Invalid => (TracefsFailure.InvalidValue, "the kernel does not accept this value"),
            ErrnoNumber.NoMemory or ErrnoNumber.NoSpace when file == "buffer_size_kb" =>
                (TracefsFailure.Failed, "not enough memory for a buffer of this size: choose a smaller --buffer-size"),
            ErrnoNumber.NoMemory => (TracefsFailure.Failed, "the kernel is out of memory for this: free memory, or choose a smaller --buffer-size"),
            ErrnoNumber.NoSpace => (TracefsFailure.Failed, "no space left"),
            ErrnoNumber.ReadOnlyFileSystem => (TracefsFailure.NotPermitted, "tracefs is mounted read-only here: mount -o remount,rw it"),
            ErrnoNumber.NotSupported or ErrnoNumber.NotImplemented => (TracefsFailure.NotSupported, "this kernel does not support it"),
            _ when FileErrno.Remedy(errno) is { Length: > 0 } remedy => (TracefsFailure.Failed, $"{FileErrno.Words(errno)}: {remedy}"),
            _ => (TracefsFailure.Failed, "the kernel refused"),
        };
    }

    private static string LockedDown(string file, string? lockdown)
    {
        string what = file switch
        {
            "current_tracer" => "this tracer",
            "set_ftrace_filter" or "set_ftrace_notrace" => "function filters",
            "set_graph_function" or "set_graph_notrace" => "function graph filters",
            "kprobe_events" or "uprobe_events" or "dynamic_events" => "probes",
            "set_event" or "enable" => "these events",
            _ => file,
        };
        return lockdown switch
        {
            "integrity" or "confidentiality" =>
                $"the kernel is locked down ({lockdown}) and refuses {what} even to root: boot with lockdown=none, or do without",
            _ => $"the kernel refuses {what} even to root: it is locked down (confidentiality; see 'dmesg | grep -i lockdown') or a container withholds it",
        };
    }

    private static string Busy(string file) => file switch
    {
        "trace_pipe" or "trace_pipe_raw" => "somebody else reads this buffer: stop the other reader",
        "current_tracer" => "the buffer is being read or this tracer, which only one buffer can have, is in use: stop the other tracing program",
        "buffer_size_kb" or "buffer_subbuf_size_kb" => "the buffer is mapped or being read by somebody else: stop the other reader",
        "dynamic_events" or "kprobe_events" or "uprobe_events" => "somebody else has the probe's event on: stop the other tracing program",
        _ => "in use by somebody else: stop the other tracing program, then try again",
    };

    private static string NoDevice(string path, string file) => file switch
    {
        _ when InstanceIsGone(path) => InstanceGone,
        "trace_pipe" or "trace_pipe_raw" => "this CPU has never been online",
        _ when path.Contains("/events/", StringComparison.Ordinal) => "the event is gone (its module or probe was removed), or ftrace switched itself off after a kernel bug (see dmesg)",
        _ => "ftrace switched itself off after a kernel bug: see dmesg, then reboot",
    };

    private static bool InstanceIsGone(string path)
    {
        const string Instances = "/instances/";
        int start = path.IndexOf(Instances, StringComparison.Ordinal) + Instances.Length;
        int end = start < Instances.Length ? -1 : path.IndexOf('/', start);
        return end > 0 && !Directory.Exists(path[..end]);
    }

    private static (TracefsFailure Failure, string Text) NoEntry(string path, string file)
    {
        if (InstanceIsGone(path))
        {
            return (TracefsFailure.Failed, InstanceGone);
        }

        if (TracerConfig.OfFile(file) is KernelOption option)
        {
            return (TracefsFailure.NotSupported, $"this kernel was built without {option}");
        }

        return path.Contains("/events/", StringComparison.Ordinal)
            ? (TracefsFailure.NotSupported, "this kernel has no such event: see 'ftop list events'")
            : (TracefsFailure.NotSupported, "this kernel has no such file");
    }
}

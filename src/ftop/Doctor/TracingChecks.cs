using System.Collections.Immutable;
using System.Globalization;
using Ftop.Output;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Watching;

namespace Ftop.Doctor;

/// <summary>ftop's main job: an instance of its own, something to trace, and the raw pages read.</summary>
internal static class TracingChecks
{
    public static FindingGroup Run(Patient patient) => new("Tracing", patient.Tracefs is null ? [] : [.. Instance(patient), Tracers(patient), .. Limits(patient), Events(patient), .. SystemCalls(patient)]);

    private static ImmutableArray<Finding> Instance(Patient patient)
    {
        const string what = "instance";
        InstanceProbe probe = patient.TryInstance();
        string made = $"mkdir {patient.Tracefs}/instances/ftop-{Environment.ProcessId}: {probe.Make}";
        return probe.Make switch
        {
            null => [Finding.Ok(what, "made and removed"), RawPages(patient, probe.OpenRawPages)],
            "ENOENT" => [Finding.Fail(ExitCode.NotSupported, what, $"{made}: this kernel has no instances", "needs Linux 3.10 or later")],
            "EROFS" => [Finding.Fail(ExitCode.NotPermitted, what, made, $"mount -o remount,rw {patient.Tracefs}")],
            "EPERM" or "EACCES" => [Finding.Fail(ExitCode.NotPermitted, what, made, NotPermittedRemedy(patient))],
            _ => [Finding.Fail(ExitCode.Failed, what, made, "see dmesg")],
        };
    }

    private static Finding RawPages(Patient patient, string? errno)
    {
        const string what = "trace_pipe_raw";
        return errno switch
        {
            null => Finding.Ok(what, "opens"),
            "ENOENT" => Finding.Fail(ExitCode.NotSupported, what, "open: ENOENT: this kernel gives no raw pages", "needs Linux 3.10 or later"),
            _ => Finding.Fail(ExitCode.NotPermitted, what, $"open: {errno}", NotPermittedRemedy(patient)),
        };
    }

    private static string NotPermittedRemedy(Patient patient) => patient.IsRoot
        ? "boot with lockdown=none; a container needs tracefs and its capabilities from its host"
        : "run as root, as in 'sudo ftop'";

    private static Finding Tracers(Patient patient)
    {
        string[] tracers = Words(patient.ReadTracefs("available_tracers"));
        return tracers.Contains("function")
            ? Finding.Ok("tracers", string.Join(' ', tracers))
            : Finding.Warn("tracers", $"{string.Join(' ', tracers)}: no function tracer", $"build a kernel with {TracerConfig.FunctionTracer}");
    }

    // Left by another tool, they limit every user of function tracing, and nothing else says so.
    private static IEnumerable<Finding> Limits(Patient patient)
    {
        const string what = "function tracing";
        foreach (string file in FunctionTracingLimit.GraphFiles.Prepend(FunctionTracingLimit.SysctlPath))
        {
            string? text = file[0] == '/' ? patient.Read(file) : patient.ReadTracefs(file);
            if (text is not null && FunctionTracingLimit.Of(patient.Tracefs ?? "", Path.GetFileName(file), text) is FunctionTracingLimit limit)
            {
                yield return Finding.Warn(what, limit.Says, limit.Remedy);
            }
        }

        foreach (string notice in patient.Notices)
        {
            yield return Finding.Warn("this trace", notice);
        }
    }

    private static Finding Events(Patient patient)
    {
        string text = patient.ReadTracefs("available_events") ?? "";
        int count = text.Count(character => character == '\n');
        int systems = text.Split('\n').Select(line => line.Split(':')[0]).Where(system => system.Length > 0).Distinct().Count();
        return count > 0
            ? Finding.Ok("events", string.Create(CultureInfo.InvariantCulture, $"{count} in {systems} systems"))
            : Finding.Warn("events", "available_events is empty or cannot be read", $"build a kernel with {TracerConfig.Ftrace}");
    }

    private static ImmutableArray<Finding> SystemCalls(Patient patient)
    {
        const string what = "system calls";
        if (Directory.Exists(patient.AtTracefs("events/raw_syscalls/sys_exit")))
        {
            return [Finding.Ok(what, "raw_syscalls:sys_enter and sys_exit")];
        }

        string remedy = $"build a kernel with {TracerConfig.FtraceSyscalls}";
        if (Directory.Exists(patient.AtTracefs("events/syscalls")))
        {
            return [Finding.Warn(what, "no raw_syscalls events, only syscalls: more to switch on, and less complete", remedy)];
        }

        bool hasOther = Words(patient.ReadTracefs("available_tracers")).Contains("function") || Directory.Exists(patient.AtTracefs("events/sched"));
        return hasOther
            ? [Finding.Warn(what, "no events of system calls", remedy)]
            : [Finding.Fail(ExitCode.NotSupported, what, "neither events of system calls nor of the scheduler nor the function tracer: nothing to trace", remedy)];
    }

    private static string[] Words(string? text) => (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

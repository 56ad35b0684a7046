using System.Collections.Immutable;
using Ftop.Tracefs.Errors;

namespace Ftop.Doctor;

/// <summary>What this kernel was built with: by what tracefs shows, and by its configuration where that can be read.</summary>
internal static class KernelConfigChecks
{
    private const string NeedsKprobes = "; menuconfig shows it once CONFIG_KPROBES=y (General architecture-dependent options → Kprobes)";
    private const string NeedsPreemption = "; menuconfig shows it once the kernel is preemptible (General setup → Preemption Model)";
    private const string NeedsBranchProfiling = "; menuconfig shows it once a profiler is chosen under Branch Profiling; slows the kernel down, not for production";

    private static readonly Row[] Rows =
    [
        new(TracerConfig.FtraceSyscalls, "system call events", "events/raw_syscalls"),
        new(TracerConfig.FunctionTracer, "tracer function", "tracer:function"),
        new(TracerConfig.FunctionGraphTracer, "tracer function_graph", "tracer:function_graph"),
        new(TracerConfig.DynamicFtrace, "function filters", "set_ftrace_filter"),
        new(TracerConfig.FunctionProfiler, "function profiler", "function_profile_enabled"),
        new(TracerConfig.KprobeEvents, "kernel probes", "kprobe_events", NeedsKprobes),
        new(TracerConfig.UprobeEvents, "user-space probes", "uprobe_events"),
        new(TracerConfig.HistTriggers, "histogram triggers", "events/sched/sched_switch/hist"),
        new(TracerConfig.BlockIoTrace, "tracer blk", "tracer:blk"),
        new(TracerConfig.IrqsOffTracer, "tracer irqsoff", "tracer:irqsoff"),
        new(TracerConfig.PreemptTracer, "tracer preemptoff", "tracer:preemptoff", NeedsPreemption),
        new(TracerConfig.SchedTracer, "tracers wakeup, wakeup_rt, wakeup_dl", "tracer:wakeup"),
        new(TracerConfig.HwlatTracer, "tracer hwlat", "tracer:hwlat"),
        new(TracerConfig.OsnoiseTracer, "tracer osnoise", "tracer:osnoise"),
        new(TracerConfig.TimerlatTracer, "tracer timerlat", "tracer:timerlat"),
        new(TracerConfig.BranchTracer, "tracer branch", "tracer:branch", NeedsBranchProfiling),
        new(TracerConfig.ProfileAnnotatedBranches, "profile of likely and unlikely", "trace_stat/branch_annotated"),
        new(TracerConfig.ProfileAllBranches, "profile of all branches", "trace_stat/branch_all"),
    ];

    public static FindingGroup Run(Patient patient)
    {
        var config = KernelConfig.Read(patient);
        string[]? tracers = patient.ReadTracefs("available_tracers")?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();
        findings.Add(config is not null
            ? Finding.Ok("configuration", config.Source)
            : Finding.Warn(
                "configuration", "neither /proc/config.gz nor /boot/config-RELEASE can be read: the rest is what tracefs shows",
                "build a kernel with CONFIG_IKCONFIG_PROC=y (General setup → Kernel .config support → Enable access to .config through /proc/config.gz)"));
        findings.AddRange(Rows.Select(row => Judge(row, IsShown(patient, tracers, row.Evidence), config?.Has(row.Option.Symbol))).OfType<Finding>());
        return new FindingGroup("Kernel configuration", findings.ToImmutable());
    }

    /// <param name="row">The option.</param>
    /// <param name="isShown">Whether tracefs has it; null where that cannot be seen. Counts first: a file may belong to another build of the release.</param>
    /// <param name="isConfigured">Whether the configuration has it; null where that cannot be read.</param>
    private static Finding? Judge(Row row, bool? isShown, bool? isConfigured) => (isShown ?? isConfigured, isConfigured) switch
    {
        (null, _) => null,
        (true, _) => Finding.Ok(row.Brings, row.Option.Symbol),
        (false, true) => Finding.Warn(row.Brings, $"{row.Option.Symbol} is set, but tracefs does not show it", "see dmesg: switched off on the kernel's command line, or by its self-test"),
        _ => Finding.Warn(row.Brings, $"this kernel was built without {row.Option.Symbol}", $"build one with {row.Option}{row.Note}"),
    };

    private static bool? IsShown(Patient patient, string[]? tracers, string evidence)
    {
        const string tracer = "tracer:";
        if (evidence.StartsWith(tracer, StringComparison.Ordinal))
        {
            return tracers?.Contains(evidence[tracer.Length..]);
        }

        return tracers is null ? null : Path.Exists(patient.AtTracefs(evidence));
    }

    /// <param name="Option">The option.</param>
    /// <param name="Brings">What it is good for.</param>
    /// <param name="Evidence">What tracefs has where it is set: a file, or <c>tracer:NAME</c> in available_tracers.</param>
    /// <param name="Note">What menuconfig wants first.</param>
    private sealed record Row(KernelOption Option, string Brings, string Evidence, string Note = "");
}

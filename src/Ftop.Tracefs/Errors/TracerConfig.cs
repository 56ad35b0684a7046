namespace Ftop.Tracefs.Errors;

/// <summary>Which kernel option brings what (<c>kernel/trace/Kconfig</c>); the remedies of errors and of <c>doctor</c>.</summary>
public static class TracerConfig
{
    private const string Tracers = "Kernel hacking → Tracers → ";

    /// <summary>tracefs itself.</summary>
    public static KernelOption Ftrace { get; } = new("CONFIG_FTRACE", "Kernel hacking → Tracers");

    /// <summary>The tracer <c>function</c>.</summary>
    public static KernelOption FunctionTracer { get; } = new("CONFIG_FUNCTION_TRACER", Tracers + "Kernel Function Tracer");

    /// <summary>The tracer <c>function_graph</c>.</summary>
    public static KernelOption FunctionGraphTracer { get; } = new("CONFIG_FUNCTION_GRAPH_TRACER", Tracers + "Kernel Function Tracer → Kernel Function Graph Tracer");

    /// <summary>Function filters, and a function tracer that costs nothing while it is off.</summary>
    public static KernelOption DynamicFtrace { get; } = new("CONFIG_DYNAMIC_FTRACE", Tracers + "Kernel Function Tracer → enable/disable function tracing dynamically");

    /// <summary>The events of system calls.</summary>
    public static KernelOption FtraceSyscalls { get; } = new("CONFIG_FTRACE_SYSCALLS", Tracers + "Trace syscalls");

    /// <summary>Probes on kernel functions.</summary>
    public static KernelOption KprobeEvents { get; } = new("CONFIG_KPROBE_EVENTS", Tracers + "Enable kprobes-based dynamic events");

    /// <summary>Probes on user-space functions.</summary>
    public static KernelOption UprobeEvents { get; } = new("CONFIG_UPROBE_EVENTS", Tracers + "Enable uprobes-based dynamic events");

    /// <summary>The tracer <c>blk</c> and blktrace's events.</summary>
    public static KernelOption BlockIoTrace { get; } = new("CONFIG_BLK_DEV_IO_TRACE", Tracers + "Support for tracing block IO actions");

    /// <summary>The tracer <c>branch</c>.</summary>
    public static KernelOption BranchTracer { get; } = new("CONFIG_BRANCH_TRACER", Tracers + "Trace likely/unlikely instances");

    /// <summary>Hits and misses of <c>likely()</c> and <c>unlikely()</c>.</summary>
    public static KernelOption ProfileAnnotatedBranches { get; } =
        new("CONFIG_PROFILE_ANNOTATED_BRANCHES", Tracers + "Branch Profiling → Trace likely/unlikely profiler");

    /// <summary>Counts of every <c>if</c> of the kernel; slow.</summary>
    public static KernelOption ProfileAllBranches { get; } = new("CONFIG_PROFILE_ALL_BRANCHES", Tracers + "Branch Profiling → Profile all if conditionals");

    /// <summary><c>/sys/kernel/debug</c>.</summary>
    public static KernelOption DebugFs { get; } = new("CONFIG_DEBUG_FS", "Kernel hacking → Generic Kernel Debugging Instruments → Debug Filesystem");

    /// <summary>The tracer <c>irqsoff</c>.</summary>
    public static KernelOption IrqsOffTracer { get; } = new("CONFIG_IRQSOFF_TRACER", Tracers + "Interrupts-off Latency Tracer");

    /// <summary>The tracers <c>preemptoff</c> and <c>preemptirqsoff</c>.</summary>
    public static KernelOption PreemptTracer { get; } = new("CONFIG_PREEMPT_TRACER", Tracers + "Preemption-off Latency Tracer");

    /// <summary>The tracers <c>wakeup</c>, <c>wakeup_rt</c> and <c>wakeup_dl</c>.</summary>
    public static KernelOption SchedTracer { get; } = new("CONFIG_SCHED_TRACER", Tracers + "Scheduling Latency Tracer");

    /// <summary>The tracer <c>hwlat</c>.</summary>
    public static KernelOption HwlatTracer { get; } = new("CONFIG_HWLAT_TRACER", Tracers + "Tracer to detect hardware latencies (like SMIs)");

    /// <summary>The tracer <c>osnoise</c>.</summary>
    public static KernelOption OsnoiseTracer { get; } = new("CONFIG_OSNOISE_TRACER", Tracers + "OS Noise tracer");

    /// <summary>The tracer <c>timerlat</c>.</summary>
    public static KernelOption TimerlatTracer { get; } = new("CONFIG_TIMERLAT_TRACER", Tracers + "Timerlat tracer");

    /// <summary>Histograms in the kernel, <c>hist:</c> triggers.</summary>
    public static KernelOption HistTriggers { get; } = new("CONFIG_HIST_TRIGGERS", Tracers + "Histogram triggers");

    /// <summary><c>function_profile_enabled</c> and <c>trace_stat/</c>.</summary>
    public static KernelOption FunctionProfiler { get; } = new("CONFIG_FUNCTION_PROFILER", Tracers + "Kernel function profiler");

    /// <summary>The tracer <c>mmiotrace</c>.</summary>
    public static KernelOption MmioTrace { get; } = new("CONFIG_MMIOTRACE", Tracers + "Memory mapped IO tracing");

    /// <summary><c>stack_trace</c> and <c>stack_max_size</c>.</summary>
    public static KernelOption StackTracer { get; } = new("CONFIG_STACK_TRACER", Tracers + "Trace max stack");

    /// <summary>What brings the tracer <paramref name="tracer"/>, as named in <c>available_tracers</c>; null for a name that no kernel has.</summary>
    public static KernelOption? OfTracer(string tracer) => tracer switch
    {
        "nop" => Ftrace,
        "function" => FunctionTracer,
        "function_graph" => FunctionGraphTracer,
        "irqsoff" => IrqsOffTracer,
        "preemptoff" or "preemptirqsoff" => PreemptTracer,
        "wakeup" or "wakeup_rt" or "wakeup_dl" => SchedTracer,
        "hwlat" => HwlatTracer,
        "osnoise" => OsnoiseTracer,
        "timerlat" => TimerlatTracer,
        "blk" => BlockIoTrace,
        "branch" => BranchTracer,
        "mmiotrace" => MmioTrace,
        _ => null,
    };

    /// <summary>What brings a control file, by its name; null for files that every tracefs has.</summary>
    public static KernelOption? OfFile(string fileName) => fileName switch
    {
        "set_ftrace_filter" or "set_ftrace_notrace" or "available_filter_functions" or "enabled_functions" => DynamicFtrace,
        "set_ftrace_pid" or "set_ftrace_notrace_pid" => FunctionTracer,
        "set_graph_function" or "set_graph_notrace" or "max_graph_depth" => FunctionGraphTracer,
        "kprobe_events" => KprobeEvents,
        "uprobe_events" => UprobeEvents,
        "function_profile_enabled" => FunctionProfiler,
        "stack_trace" or "stack_max_size" => StackTracer,
        _ => null,
    };

    /// <summary>What brings an event system, by the name of its directory; null where it is not one option.</summary>
    public static KernelOption? OfEventSystem(string system) => system switch
    {
        "syscalls" or "raw_syscalls" => FtraceSyscalls,
        "kprobes" => KprobeEvents,
        "uprobes" => UprobeEvents,
        _ => null,
    };
}

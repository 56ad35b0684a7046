using System.Collections.Immutable;
using Ftop.Tracefs.Metadata;

namespace Ftop.Doctor;

/// <summary>Who we are, and which control files this kernel opens for us: a lockdown refuses some and not others, so each is tried.</summary>
internal static class PermissionChecks
{
    private const string LockdownRemedy = "boot with lockdown=none, Secure Boot off, or a kernel without CONFIG_LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY";

    private static readonly (string Path, string Brings)[] Files =
    [
        ("available_tracers", "list of tracers"),
        ("available_events", "list of events"),
        ("available_filter_functions", "list of functions"),
        ("current_tracer", "choice of a tracer"),
        ("events/header_page", "decoding"),
        ("kprobe_events", "kernel probes"),
        ("per_cpu/cpu0/stats", "counts of lost events"),
        ("printk_formats", "texts of trace_printk"),
        ("saved_cmdlines", "names of processes"),
        ("set_event", "events"),
        ("set_event_pid", "pid filters of events"),
        ("set_ftrace_filter", "function filters"),
        ("set_ftrace_pid", "pid filters of functions"),
        ("set_graph_function", "function_graph filters"),
        ("trace_clock", "choice of a clock"),
        ("uprobe_events", "user-space probes"),
    ];

    public static FindingGroup Run(Patient patient)
    {
        ImmutableArray<Finding>.Builder findings = ImmutableArray.CreateBuilder<Finding>();
        findings.Add(User(patient));
        findings.AddRange(Pids(new PidNamespace(patient.At("/proc"))));
        (Finding lockdown, string level) = Lockdown(patient);
        findings.Add(lockdown);
        if (patient.Tracefs is not null)
        {
            AddFiles(findings, patient, level);
        }

        return new FindingGroup("Permissions", findings.ToImmutable());
    }

    private static Finding User(Patient patient) => patient.IsRoot
        ? Finding.Ok("user", "root")
        : Finding.Warn("user", $"uid {patient.UserId}: tracing needs root, or files of tracefs that were given to you", "run as root, as in 'sudo ftop'");

    // Where all is as it should be nothing is said.
    private static ImmutableArray<Finding> Pids(PidNamespace pids) => (pids.IsFirst, pids.HasKernelPids) switch
    {
        (true, _) => [],
        (_, true) => [Finding.Ok("pids", "in a pid namespace, as of a container; /proc has the kernel's pids, so -p and programs are followed by them")],
        _ =>
        [
            Finding.Warn(
                "pids",
                "in a pid namespace, as of a container: the kernel's pids are not known here. All tasks can be traced; -p, -- COMMAND and record -F cannot work, and function tracers show ftop itself",
                "run ftop in the machine's pid namespace, as with 'docker run --pid=host' or 'nsenter -t 1 -p -m'"),
        ],
    };

    private static (Finding Finding, string Level) Lockdown(Patient patient)
    {
        const string what = "lockdown";
        string text = patient.Read("/sys/kernel/security/lockdown") ?? "";
        int open = text.IndexOf('[', StringComparison.Ordinal);
        int close = text.IndexOf(']', StringComparison.Ordinal);
        string level = open >= 0 && close > open ? text[(open + 1)..close] : "";
        Finding finding = level switch
        {
            "" => Finding.Ok(what, "/sys/kernel/security/lockdown cannot be read: the files themselves tell"),
            "none" => Finding.Ok(what, level),
            _ => Finding.Warn(what, $"{level}: the kernel refuses some tracing even to root", LockdownRemedy),
        };
        return (finding, level);
    }

    private static void AddFiles(ImmutableArray<Finding>.Builder findings, Patient patient, string lockdown)
    {
        int opened = 0;
        int refused = 0;
        foreach ((string path, string brings) in Files)
        {
            string? errno = Patient.Probe(patient.AtTracefs(path));
            if (errno is null)
            {
                opened++;
            }
            else if (errno != "ENOENT")
            {
                refused++;
                findings.Add(Refused(patient, path, brings, errno, lockdown));
            }
        }

        findings.Add(Finding.Ok("control files", $"{opened} of the {opened + refused} that this kernel has open"));
    }

    private static Finding Refused(Patient patient, string path, string brings, string errno, string lockdown) => (errno, patient.IsRoot) switch
    {
        ("EPERM", true) => Finding.Warn(
            path, $"open: EPERM even for root, so no {brings}: the kernel is locked down" + (lockdown.Length > 0 ? $" ({lockdown})" : " (see 'dmesg | grep -i lockdown')"), LockdownRemedy),
        ("EPERM" or "EACCES", false) => Finding.Warn(path, $"open: {errno}, so no {brings}", "run as root, as in 'sudo ftop'"),
        _ => Finding.Warn(path, $"open: {errno}, so no {brings}"),
    };
}

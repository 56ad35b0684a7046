using System.IO.Compression;
using Ftop.Doctor;
using Ftop.Tui.Terminal;

namespace Ftop.Tests.Doctor;

/// <summary>A directory tree that stands for a machine on which everything works.</summary>
internal sealed class FakeMachine : IDisposable
{
    private const string Tracing = "/sys/kernel/tracing";

    public FakeMachine()
    {
        Write("/proc/filesystems", "nodev\tsysfs\nnodev\ttracefs\nnodev\tdebugfs\n\text4\n");
        Write("/proc/self/mounts", $"proc /proc proc rw 0 0\ntracefs {Tracing} tracefs rw 0 0\ndebugfs /sys/kernel/debug debugfs rw 0 0\n");
        Write("/proc/sys/kernel/osrelease", "6.1.0-test\n");
        Write("/proc/sys/kernel/kptr_restrict", "0\n");
        Write("/proc/sys/kernel/perf_event_paranoid", "2\n");
        Write("/proc/kallsyms", "ffffffff81000000 T _text\n");
        Write("/proc/meminfo", "MemTotal:        4000000 kB\nMemAvailable:    2000000 kB\n");
        Write("/sys/devices/system/cpu/online", "0-3\n");
        Write("/sys/devices/system/cpu/isolated", "\n");
        Write("/sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
        WriteTracefs("available_tracers", "timerlat osnoise hwlat blk branch function_graph wakeup_dl wakeup_rt wakeup preemptirqsoff preemptoff irqsoff function nop\n");
        WriteTracefs("available_events", "sched:sched_switch\nsched:sched_wakeup\nraw_syscalls:sys_enter\nraw_syscalls:sys_exit\n");
        string[] files =
        [
            "available_filter_functions", "current_tracer", "events/header_page", "events/sched/sched_switch/hist", "function_profile_enabled", "kprobe_events",
            "per_cpu/cpu0/stats", "printk_formats", "saved_cmdlines", "set_event", "set_event_pid", "set_ftrace_filter", "set_ftrace_pid", "set_graph_function",
            "trace_clock", "trace_stat/branch_all", "trace_stat/branch_annotated", "uprobe_events", "events/raw_syscalls/sys_exit/format",
        ];
        Array.ForEach(files, file => WriteTracefs(file, ""));
        Directory.CreateDirectory($"{Root}/run");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("ftop-machine-").FullName;

    public TerminalFacts Terminal { get; set; } =
        new() { IsTerminal = true, IsSerial = false, SpeedBaud = 0, Columns = 80, Rows = 24, IsPlain = false, IsUtf8 = true };

    public InstanceProbe Instance { get; set; } = new(null, null);

    public string? Tracefs { get; set; } = Tracing;

    public uint UserId { get; set; }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Root + path)!);
        File.WriteAllText(Root + path, text);
    }

    public void Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Root + path)!);
        File.CreateSymbolicLink(Root + path, target);
    }

    public void WriteTracefs(string file, string text) => Write($"{Tracing}/{file}", text);

    public void WriteCompressed(string path, string text)
    {
        using FileStream file = File.Create(Root + path);
        using var compressed = new GZipStream(file, CompressionLevel.Fastest);
        compressed.Write(System.Text.Encoding.ASCII.GetBytes(text));
    }

    public void Remove(string path)
    {
        if (Directory.Exists(Root + path))
        {
            Directory.Delete(Root + path, recursive: true);
        }
        else
        {
            File.Delete(Root + path);
        }
    }

    public void RemoveTracefs(string file) => Remove($"{Tracing}/{file}");

    public DoctorReport Examine() => DoctorReport.Examine(new Patient
    {
        Root = Root,
        Tracefs = Tracefs,
        TracefsRefusal = Tracefs is null ? $"mount tracefs at {Tracing}: EPERM: not here" : "",
        UserId = UserId,
        Terminal = Terminal,
        Environment = name => name == "TERM" ? "vt100" : null,
        TryInstance = () => Instance,
    });

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

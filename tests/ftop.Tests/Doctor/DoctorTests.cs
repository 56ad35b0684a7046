using System.Text.Json;
using Ftop.Doctor;

namespace Ftop.Tests.Doctor;

public sealed class DoctorTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void HealthyMachine_HasNothingButOk_ExceptThatItsConfigurationIsUnread()
    {
        DoctorReport report = _machine.Examine();
        Assert.Equal(0, report.ExitCode);
        Finding only = Assert.Single(report.Groups.SelectMany(group => group.Findings), finding => finding.Level != FindingLevel.Ok);
        Assert.Equal("configuration", only.What);
        Assert.EndsWith("ftop can trace here.\n", report.ToText(isAscii: false));
    }

    /// <summary>In a container pids are others than the kernel's: whether they can be translated depends on whose /proc is there.</summary>
    [Theory]
    [InlineData("pid:[4026531836]", "ok    pids")]
    [InlineData("pid:[4026532222]", "warn  pids")]
    public void PidNamespace_IsNamed(string ofFirstProcess, string finding)
    {
        Assert.DoesNotContain(" pids ", Text(), StringComparison.Ordinal);
        _machine.Link("/proc/self/ns/pid", "pid:[4026532222]");
        _machine.Link("/proc/1/ns/pid", ofFirstProcess);
        Assert.Contains(finding, Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void CompressedConfiguration_IsRead()
    {
        _machine.WriteCompressed("/proc/config.gz", "CONFIG_FTRACE=y\nCONFIG_FUNCTION_TRACER=y\n");
        Assert.Contains("ok    configuration  — /proc/config.gz", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void ConfigurationInBoot_IsThatOfTheRelease()
    {
        _machine.Write("/boot/config-5.0", "CONFIG_FTRACE=y\n");
        Assert.Contains("neither /proc/config.gz nor", Text(), StringComparison.Ordinal);
        _machine.Write("/boot/config-6.1.0-test", "CONFIG_FTRACE=y\n");
        Assert.Contains("ok    configuration  — /boot/config-6.1.0-test", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void BrokenConfiguration_IsAsNone()
    {
        _machine.Write("/proc/config.gz", "not gzip");
        Assert.Contains("neither /proc/config.gz nor", Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("function_graph", "CONFIG_FUNCTION_GRAPH_TRACER=y (Kernel hacking → Tracers → ")]
    [InlineData("irqsoff", "CONFIG_IRQSOFF_TRACER=y (Kernel hacking → Tracers → Interrupts-off Latency Tracer)")]
    [InlineData("preemptoff", "CONFIG_PREEMPT_TRACER=y (Kernel hacking → Tracers → Preemption-off Latency Tracer)")]
    [InlineData("wakeup", "CONFIG_SCHED_TRACER=y (Kernel hacking → Tracers → Scheduling Latency Tracer)")]
    [InlineData("hwlat", "CONFIG_HWLAT_TRACER=y (Kernel hacking → Tracers → Tracer to detect hardware latencies (like SMIs))")]
    [InlineData("osnoise", "CONFIG_OSNOISE_TRACER=y (Kernel hacking → Tracers → OS Noise tracer)")]
    [InlineData("timerlat", "CONFIG_TIMERLAT_TRACER=y (Kernel hacking → Tracers → Timerlat tracer)")]
    [InlineData("blk", "CONFIG_BLK_DEV_IO_TRACE=y (Kernel hacking → Tracers → Support for tracing block IO actions)")]
    [InlineData("branch", "CONFIG_BRANCH_TRACER=y (Kernel hacking → Tracers → Trace likely/unlikely instances)")]
    public void MissingTracer_NamesTheOptionAndItsMenu(string tracer, string remedy)
    {
        string tracers = File.ReadAllText($"{_machine.Root}/sys/kernel/tracing/available_tracers").TrimEnd();
        _machine.WriteTracefs("available_tracers", string.Join(' ', tracers.Split(' ').Where(name => name != tracer)));
        Assert.Contains($"; build one with {remedy}", Text(), StringComparison.Ordinal);
        Assert.Equal(0, _machine.Examine().ExitCode);
    }

    [Theory]
    [InlineData("set_ftrace_filter", "CONFIG_DYNAMIC_FTRACE=y (Kernel hacking → Tracers → ")]
    [InlineData("function_profile_enabled", "CONFIG_FUNCTION_PROFILER=y (Kernel hacking → Tracers → Kernel function profiler)")]
    [InlineData("kprobe_events", "CONFIG_KPROBE_EVENTS=y (Kernel hacking → Tracers → Enable kprobes-based dynamic events)")]
    [InlineData("uprobe_events", "CONFIG_UPROBE_EVENTS=y (Kernel hacking → Tracers → Enable uprobes-based dynamic events)")]
    [InlineData("events/sched/sched_switch/hist", "CONFIG_HIST_TRIGGERS=y (Kernel hacking → Tracers → Histogram triggers)")]
    [InlineData("trace_stat/branch_all", "CONFIG_PROFILE_ALL_BRANCHES=y (Kernel hacking → Tracers → Branch Profiling → Profile all if conditionals)")]
    public void MissingFile_NamesTheOptionAndItsMenu(string file, string remedy)
    {
        _machine.RemoveTracefs(file);
        Assert.Contains($"; build one with {remedy}", Text(), StringComparison.Ordinal);
        Assert.Equal(0, _machine.Examine().ExitCode);
    }

    [Fact]
    public void OptionSetButNotShown_IsNotBlamedOnTheConfiguration()
    {
        _machine.RemoveTracefs("kprobe_events");
        _machine.WriteCompressed("/proc/config.gz", "CONFIG_KPROBE_EVENTS=y\n");
        Assert.Contains("CONFIG_KPROBE_EVENTS is set, but tracefs does not show it; see dmesg", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void DebugFsNotBuiltIn_NamesTheOptionAndItsMenu()
    {
        _machine.Write("/proc/filesystems", "nodev\ttracefs\n");
        _machine.Write("/proc/self/mounts", "");
        Assert.Contains("CONFIG_DEBUG_FS=y (Kernel hacking → Generic Kernel Debugging Instruments → Debug Filesystem)", Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 4, "FAIL  tracefs  — not in /proc/filesystems; build a kernel with CONFIG_FTRACE=y")]
    [InlineData(true, 3, "FAIL  tracefs  — mount tracefs at /sys/kernel/tracing: EPERM")]
    public void NoTracefs_Fails(bool isBuiltIn, int exitCode, string expected)
    {
        _machine.Tracefs = null;
        _machine.Write("/proc/filesystems", isBuiltIn ? "nodev\ttracefs\n" : "\text4\n");
        Assert.Equal(exitCode, _machine.Examine().ExitCode);
        Assert.Contains(expected, Text(), StringComparison.Ordinal);
        Assert.EndsWith("ftop cannot trace here: see the lines that say FAIL.\n", Text());
    }

    [Theory]
    [InlineData("EACCES", null, 1000, 3, "FAIL  instance")]
    [InlineData("EPERM", null, 0, 3, "boot with lockdown=none")]
    [InlineData("ENOENT", null, 0, 4, "this kernel has no instances")]
    [InlineData("ENOMEM", null, 0, 1, "ENOMEM")]
    [InlineData(null, "EPERM", 0, 3, "FAIL  trace_pipe_raw  — open: EPERM; boot with lockdown=none")]
    [InlineData(null, "ENOENT", 0, 4, "this kernel gives no raw pages")]
    public void RefusedInstance_Fails(string? make, string? open, int userId, int exitCode, string expected)
    {
        _machine.Instance = new InstanceProbe(make, open);
        _machine.UserId = (uint)userId;
        Assert.Equal(exitCode, _machine.Examine().ExitCode);
        Assert.Contains(expected, Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingToTrace_Fails()
    {
        _machine.RemoveTracefs("events/raw_syscalls");
        _machine.RemoveTracefs("events/sched");
        _machine.WriteTracefs("available_tracers", "nop\n");
        Assert.Equal(4, _machine.Examine().ExitCode);
        Assert.Contains("nothing to trace; build a kernel with CONFIG_FTRACE_SYSCALLS=y (Kernel hacking → Tracers → Trace syscalls)", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void SystemCallsWithoutRawEvents_Warn()
    {
        _machine.RemoveTracefs("events/raw_syscalls");
        _machine.WriteTracefs("events/syscalls/sys_exit_read/format", "");
        Assert.Equal(0, _machine.Examine().ExitCode);
        Assert.Contains("warn  system calls  — no raw_syscalls events, only syscalls", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lockdown_IsNamed()
    {
        _machine.Write("/sys/kernel/security/lockdown", "none integrity [confidentiality]\n");
        Assert.Contains("warn  lockdown  — confidentiality: the kernel refuses some tracing even to root; boot with lockdown=none", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void HiddenAddresses_AreNamedWithTheSetting()
    {
        _machine.Write("/proc/kallsyms", "0000000000000000 T _text\n");
        _machine.Write("/proc/sys/kernel/kptr_restrict", "2\n");
        Assert.Contains("hides addresses (kptr_restrict 2, perf_event_paranoid 2): functions are shown as addresses; echo 1 >/proc/sys/kernel/kptr_restrict", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void PerCpuSymbolsAtZero_HideNothing()
    {
        _machine.Write("/proc/kallsyms", "0000000000000000 A fixed_percpu_data\n0000000000000000 A __per_cpu_start\nffffffff81000000 T _text\n");
        Assert.Contains("ok    function names  — /proc/kallsyms shows addresses", Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set_graph_function", "do_sys_openat2\n", "set_graph_function limits all users of function_graph to do_sys_openat2; echo >/sys/kernel/tracing/set_graph_function")]
    [InlineData("set_graph_notrace", "schedule\nkfree\n", "set_graph_notrace hides schedule and 1 more from all users of function_graph; echo >")]
    [InlineData("tracing_thresh", "100\n", "tracing_thresh hides functions below 100 us from all users of function_graph; echo 0 >")]
    [InlineData("max_graph_depth", "1\n", "max_graph_depth limits all users of function_graph to depth 1; echo 0 >")]
    [InlineData("/proc/sys/kernel/ftrace_enabled", "0\n", "switched off for the whole kernel by the sysctl kernel.ftrace_enabled; sysctl kernel.ftrace_enabled=1")]
    public void LimitsThatAnotherToolLeft_AreNamedWithTheirEnd(string file, string text, string expected)
    {
        if (file[0] == '/')
        {
            _machine.Write(file, text);
        }
        else
        {
            _machine.WriteTracefs(file, text);
        }

        Assert.Contains($"warn  function tracing  — ", Text(), StringComparison.Ordinal);
        Assert.Contains(expected, Text(), StringComparison.Ordinal);
        Assert.Equal(0, _machine.Examine().ExitCode);
    }

    [Fact]
    public void LittleMemory_NamesABufferSizeThatFits()
    {
        _machine.Write("/proc/meminfo", "MemTotal:        64000 kB\nMemAvailable:    32000 kB\n");
        Assert.Contains("31 MiB available, buffers take up to 64 MiB (16 MiB for each CPU); --buffer-size 2000 keeps them to a quarter", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void JournalOfADeadPid_IsALeftover()
    {
        Directory.CreateDirectory($"{_machine.Root}/proc/100");
        _machine.Write("/run/ftop/100.json", "");
        Assert.Contains("ok    leftovers  — none", Text(), StringComparison.Ordinal);
        _machine.Write("/run/ftop/200.json", "");
        Assert.Contains("warn  leftovers  — an ftop was killed: /run/ftop/200.json; ftop reset", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void InstanceWithoutJournal_IsALeftover()
    {
        _machine.WriteTracefs("instances/ftop-300/trace", "");
        Assert.Contains("; rmdir /sys/kernel/tracing/instances/ftop-300\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void SerialLine_TellsItsSpeedAndThatItHasNoSize()
    {
        _machine.Terminal = _machine.Terminal with { IsSerial = true, SpeedBaud = 9600, Columns = 0, Rows = 0 };
        Assert.Contains("serial line at 9600 baud", Text(), StringComparison.Ordinal);
        Assert.Contains("warn  size  — the kernel knows no size of this line", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void AsciiText_HasNothingElse() => Assert.All(_machine.Examine().ToText(isAscii: true), character => Assert.True(char.IsAscii(character)));

    [Fact]
    public void Json_HasEveryFinding()
    {
        DoctorReport report = _machine.Examine();
        using var json = JsonDocument.Parse(report.ToJson());
        Assert.True(json.RootElement.GetProperty("canTrace").GetBoolean());
        Assert.Equal(report.Groups.Sum(group => group.Findings.Length), json.RootElement.GetProperty("findings").GetArrayLength());
        Assert.Equal("tracefs", json.RootElement.GetProperty("findings")[0].GetProperty("what").GetString());
    }

    private string Text() => _machine.Examine().ToText(isAscii: false);
}

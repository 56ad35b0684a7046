namespace Ftop.EndToEnd.Tests;

/// <summary>What the running kernel refuses: one line on standard error, and the exit status that scripts go by.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(4, "current_tracer: EINVAL: .*CONFIG_MMIOTRACE=y", "-t", "mmiotrace")]
    [InlineData(4, "find event 'nosuch:event' in .*: this kernel has no such event", "-e", "nosuch:event")]
    [InlineData(4, "find event 'syscalls:sys_enter_stat' in .*: this kernel has no such event, .*; near are .*syscalls:sys_enter_newstat", "-e", "syscalls:sys_enter_stat")]
    [InlineData(4, "find event 'shed' in .*; near are sched", "-e", "irq,shed")]
    [InlineData(2, "current_tracer: EINVAL: no kernel has a tracer of this name: .*", "-t", "functoin")]
    [InlineData(2, "choose CPUs 4096 in .*/tracing_cpumask: this machine has CPUs 0", "-e", "sched", "-M", "4096")]
    [InlineData(2, "choose CPUs 0,4096 in .*/tracing_cpumask: this machine has CPUs 0", "-e", "sched", "-M", "0,4096")]
    [InlineData(2, "EINVAL: Field not found near column 5", "-e", "sched,irq", "-f", "foo == 1")]
    [InlineData(2, "events/sched/sched_switch/filter: EINVAL: Field not found near column 5", "-e", "sched:sched_switch", "-f", "foo == 1")]
    [InlineData(2, "set_event_pid: no such process", "-p", "4194305")]
    public async Task Refusal_IsOneLineAndAStatus(int status, string line, params string[] arguments)
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop(["-b", "-n", "1", .. arguments]);
        Assert.Equal("", await ftop.ReadToEnd());
        Assert.Equal(status, await ftop.WaitForExit());
        Assert.Matches($"^ftop: .*{line}.*\n$", ftop.Errors.TrimEnd() + "\n");
    }

    [Fact]
    public async Task FilterOfASystem_HoldsForTheEventsThatHaveTheField()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop(["-b", "-n", "1", "-d", "0.2", "-e", "sched", "-f", "prev_pid > 4194304"]);
        Assert.Matches("events sched", await ftop.ReadToEnd());
        Assert.Equal(0, await ftop.WaitForExit());
        Assert.Matches(@"^ftop: filter 'prev_pid > 4194304' holds for \d+ of the \d+ events of sched; the others have no such field and pass whole, as sched:\w+\n$", ftop.Errors);
    }

    [Fact]
    public async Task NotRoot_IsToldToBecomeRoot()
    {
        Requirements.Tracefs();
        Requirements.Program("setpriv");
        using RunningProgram ftop = RunningProgram.Start(
            "unshare", "-m", "sh", "-c", $"mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing; exec setpriv --reuid=65534 --clear-groups {Repository.Ftop} -b -n 1");
        Assert.Equal("", await ftop.ReadToEnd());
        Assert.Equal(3, await ftop.WaitForExit());
        Assert.Contains("run as root", ftop.Errors, StringComparison.Ordinal);
    }
}

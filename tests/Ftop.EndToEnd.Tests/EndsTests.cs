using System.Diagnostics;

namespace Ftop.EndToEnd.Tests;

/// <summary>However ftop ends, it ends soon: no reader, no terminal and no unmounted tracefs keeps it alive or leaves tracing on.</summary>
public sealed class EndsTests
{
    private const int SigTerm = 15;
    private const int SigHup = 1;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10); // two on a machine that has nothing else to do

    [Fact]
    public async Task ReaderThatStopped_DoesNotKeepItAlive()
    {
        Requirements.Tracefs();
        using RunningProgram ftop = RunningProgram.StartFtop("-b", "--json", "-d", "0.1");
        Assert.NotNull(await ftop.ReadLine());
        await Task.Delay(3000, TestContext.Current.CancellationToken); // the pipe is full
        var clock = Stopwatch.StartNew();
        ftop.Signal(SigTerm);
        Assert.Equal(128 + SigTerm, await ftop.WaitForExit());
        Assert.True(clock.Elapsed < Soon, $"{clock.Elapsed}");
        Assert.False(await IsInstanceLeft(ftop.Pid));
    }

    [Fact]
    public async Task SignalAroundTheLastWindow_EndsEachOfMany()
    {
        Requirements.Tracefs();
        (int, string)[] ended = await Task.WhenAll(Enumerable.Range(0, 6).Select(async index =>
        {
            using RunningProgram ftop = RunningProgram.StartFtop("-b", "-n", "2", "-d", "0.2", "-p", "1");
            Assert.NotNull(await ftop.ReadLine());
            await Task.Delay(150 + (20 * index), TestContext.Current.CancellationToken);
            ftop.Signal(SigTerm);
            await ftop.ReadToEnd();
            return (await ftop.WaitForExit(), ftop.Errors.Trim());
        }));
        Assert.All(ended, end => Assert.True(end is (0 or 128 + SigTerm, ""), $"{end}"));
    }

    [Theory]
    [InlineData("-b", "-d", "0.2")]
    [InlineData("record", "-q", "-e", "sched", "-o", "/dev/shm/ftop-ends.dat")]
    public async Task TerminalThatIsGone_EndsItAsSighupDoes(params string[] arguments)
    {
        Requirements.Tracefs();
        using var pty = new Pty(80, 24, 0, ["unshare", "-m", Repository.Ftop, .. arguments]);
        await Task.Delay(3000, TestContext.Current.CancellationToken);
        pty.HangUp();
        Assert.Equal(128 + SigHup, await pty.WaitForExit());
        File.Delete("/dev/shm/ftop-ends.dat");
    }

    [Theory]
    [InlineData("kill -9 $p; wait $p; umount -l $T; $F reset")]
    [InlineData("umount -l $T; kill $p; wait $p")]
    [InlineData("umount -l $T; wait $p")]
    public async Task UnmountedTracefs_IsPutBackAllTheSame(string deed)
    {
        Requirements.Tracefs();
        string script = $$"""
            mount --make-rprivate / && mount -t tmpfs tmpfs /run
            F=$0; T=/sys/kernel/tracing
            while mountpoint -q $T; do umount -l $T; done
            $F -b -n 5 -d 0.3 -p 1 >/run/out 2>/run/err & p=$!
            until [ -s /run/out ]; do sleep 0.1; done
            {{deed}}
            mountpoint -q $T || mount -t tracefs tracefs $T
            [ -d $T/instances/ftop-$p ] && echo left && rmdir $T/instances/ftop-$p
            ls /run/ftop; cat /run/err >&2
            """;
        using RunningProgram shell = RunningProgram.Start("unshare", "-m", "bash", "-c", script, Repository.Ftop);
        string said = await shell.ReadToEnd();
        await shell.WaitForExit();
        Assert.DoesNotContain("left\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain(".json", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", shell.Errors, StringComparison.Ordinal);
    }

    // Thousands of texts are copied before anything is captured.
    [Fact]
    public async Task SignalWhileACaptureIsSetUp_LeavesNothing()
    {
        Requirements.Tracefs();
        string directory = $"/dev/shm/ftop-ends-{Environment.ProcessId}";
        using RunningProgram shell = RunningProgram.Start(
            "unshare", "-m", "bash", "-c",
            $"mount --make-rprivate / && mount -t tmpfs tmpfs /run; $0 capture {directory} -e sched & p=$!; until [ -e {directory}/events ]; do sleep 0.01; done; kill $p; wait $p; echo $?; ls -d {directory}",
            Repository.Ftop);
        Assert.Equal($"{128 + SigTerm}\n", await shell.ReadToEnd());
        await shell.WaitForExit();
    }

    [Fact]
    public async Task StoppedBatch_TracesNothingUntilItGoesOn()
    {
        Requirements.Tracefs();
        string script = """
            mount --make-rprivate / && mount -t tmpfs tmpfs /run
            T=/sys/kernel/tracing; mountpoint -q $T || mount -t tracefs tracefs $T
            set -m
            $0 -b -d 0.3 -p 1 >/run/out 2>/run/err & p=$!
            on() { cat $T/instances/ftop-$p/tracing_on; }
            becomes() { for i in $(seq 100); do [ "$(on)" = $1 ] && break; sleep 0.1; done; on; }
            stop() { kill -TSTP $p; until grep -q '^State:.*stopped' /proc/$p/status; do sleep 0.01; done; } # as a shell that has its prompt again
            until [ -s /run/out ]; do sleep 0.1; done
            stop; becomes 0; kill -CONT $p; becomes 1
            for i in $(seq 100); do grep -q 'tracing was off' /run/err && break; sleep 0.1; done
            stop; becomes 0; kill %1; wait $p
            grep -c 'tracing was off' /run/err
            """;
        using RunningProgram shell = RunningProgram.Start("unshare", "-m", "bash", "-c", script, Repository.Ftop);
        Assert.Matches("^0\n1\n0\n[12]\n$", await shell.ReadToEnd()); // the second is said as it ends, if there is time for it
    }

    /// <summary>A recording too: nobody would take what comes while its recorder is stopped.</summary>
    [Theory]
    [InlineData("record -e sched -o /run/t")]
    [InlineData("capture /run/t -e sched")]
    public async Task StoppedRecording_TracesNothingUntilItGoesOn(string command)
    {
        Requirements.Tracefs();
        string script = $$"""
            mount --make-rprivate / && mount -t tmpfs tmpfs /run
            T=/sys/kernel/tracing; mountpoint -q $T || mount -t tracefs tracefs $T
            set -m
            $0 {{command}} 2>/run/err & p=$!
            on() { cat $T/instances/ftop-$p/tracing_on 2>/dev/null; }
            becomes() { for i in $(seq 100); do [ "$(on)" = $1 ] && break; sleep 0.1; done; on; }
            stop() { kill -TSTP $p; until grep -q '^State:.*stopped' /proc/$p/status; do sleep 0.01; done; } # as a shell that has its prompt again
            for i in $(seq 300); do [ -s /run/t ] && [ ! -d /run/t ] || [ -s /run/t/per_cpu/cpu0/trace_pipe_raw ] && [ "$(on)" = 1 ] && break; sleep 0.1; done; on
            stop; becomes 0; kill -CONT $p; becomes 1
            kill -INT $p; wait $p; echo $?
            grep -c 'tracing was off for' /run/err
            $0 report /run/t | grep -c sched_switch >/run/n; [ $(cat /run/n) -gt 0 ] && echo holds
            """;
        using RunningProgram shell = RunningProgram.Start("unshare", "-m", "bash", "-c", script, Repository.Ftop);
        Assert.Equal("1\n0\n1\n0\n1\nholds\n", await shell.ReadToEnd());
    }

    private static async Task<bool> IsInstanceLeft(int pid)
    {
        using RunningProgram look = RunningProgram.Start(
            "unshare", "-m", "sh", "-c", $"mountpoint -q /sys/kernel/tracing || mount -t tracefs tracefs /sys/kernel/tracing; test -d /sys/kernel/tracing/instances/ftop-{pid}");
        return await look.WaitForExit() == 0;
    }
}

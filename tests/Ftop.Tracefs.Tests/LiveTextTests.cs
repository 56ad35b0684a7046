using System.Diagnostics;
using System.Text.RegularExpressions;
using Ftop.Decoding;
using Ftop.TraceDat;
using Ftop.Tracefs.Capture;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

/// <summary>
/// What this kernel prints of a buffer, and what is made of the raw sub-buffers of the same buffer captured as a tree: byte for byte the same. In an
/// instance of our own, following only a thread of our own. Addresses are not hashed (option <c>hash-ptr</c>), which only the kernel can do.
/// </summary>
public sealed partial class LiveTextTests : IDisposable
{
    private const int Attempts = 3;

    private readonly FakeTracefs _temp = new();

    [Theory]
    [InlineData("sched irq timer workqueue")]
    [InlineData("syscalls")]
    [InlineData("raw_syscalls ftrace:print")]
    [InlineData("kmem:kmalloc kmem:kfree kmem:kmem_cache_alloc kmem:kmem_cache_free")]
    [InlineData("ext4 filemap block jbd2")]
    [InlineData("sched:sched_switch raw_syscalls:sys_enter", "stacktrace")]
    [InlineData("raw_syscalls:sys_enter", "userstacktrace")]
    [InlineData("sched", "fields")]
    [InlineData("sched raw_syscalls", "hex")]
    [InlineData("sched syscalls", "raw")]
    [InlineData("sched", "record-tgid")]
    [InlineData("syscalls", "verbose")]
    [InlineData("sched", "", "counter")]
    [InlineData("sched", "", "uptime")]
    [InlineData("sched", "", "tai")]
    [InlineData("sched", "", "x86-tsc")]
    [InlineData("*")]
    public void CapturedTree_ReportsWhatTheKernelPrints(string events, string option = "", string clock = "local")
    {
        for (int attempt = 1; ; attempt++)
        {
            // Whoever else traces may push our names out of saved_cmdlines between the two looks at it.
            (byte[] expected, byte[] actual) = Capture(events, option, clock);
            Assert.True(expected.AsSpan().Count((byte)'\n') > 20, "the workload left no events");
            if (attempt == Attempts || actual.AsSpan().SequenceEqual(expected))
            {
                string text = System.Text.Encoding.UTF8.GetString(expected);
                Assert.Equal(text, System.Text.Encoding.UTF8.GetString(actual));
                TestContext.Current.TestOutputHelper?.WriteLine($"{Occurred().Matches(text).Select(match => match.Groups[1].Value).Distinct().Count()} kinds of events");
                return;
            }
        }
    }

    public void Dispose() => _temp.Dispose();

    private (byte[] Expected, byte[] Actual) Capture(string events, string option, string clock)
    {
        using var journal = UndoJournal.Open(_temp.Journals);
        using var instance = TracefsInstance.Create(TracefsMount.At(RealTracefs.RequireRoot()), journal, $"ftop-text-{Environment.ProcessId}");
        SetUp(instance, events, option, clock);
        OwnThread.Run(thread =>
        {
            instance.Pids.Follow([thread], children: true);
            instance.TracingSwitch.Set(true);
            Work(instance);
            instance.TracingSwitch.Set(false);
        });

        string tree = Path.Combine(_temp.Root, $"tree-{Guid.NewGuid():n}");
        byte[] expected = File.ReadAllBytes(Path.Combine(instance.Directory, "trace"));
        Assert.Empty(TreeTexts.Write(instance, tree));
        using (var source = new LiveSource(instance))
        {
            using var files = new Files(tree, source);
            source.Start(files);
            source.Drain();
        }

        using var output = new MemoryStream();
        using var input = RecordedInput.Open(tree);
        TraceReport.Write(input.Buffers[0], output);
        return (expected, output.ToArray());
    }

    private static void SetUp(TracefsInstance instance, string events, string option, string clock)
    {
        ControlFile clocks = instance.File("trace_clock");
        Assert.SkipUnless(clocks.ReadText().Split(' ', '\n').Any(word => word.Trim('[', ']') == clock), $"this kernel has no clock {clock}");
        instance.Clock.Set(clock);
        instance.BufferSize.Set(8192);
        instance.File("options/hash-ptr").Write("0");
        if (option.Length > 0)
        {
            bool isOff = option.StartsWith("no", StringComparison.Ordinal);
            instance.File($"options/{(isOff ? option[2..] : option)}").Write(isOff ? "0" : "1");
        }

        if (events == "*")
        {
            SetAllThatPrintTheSame(instance);
            return;
        }

        foreach (string glob in events.Split(' ').Where(glob => !glob.StartsWith("ftrace:", StringComparison.Ordinal)))
        {
            if (instance.Events.Match(glob).Any())
            {
                instance.Events.Set(glob, true);
            }
        }
    }

    private static void SetAllThatPrintTheSame(TracefsInstance instance)
    {
        instance.File("set_event").Write("*:*");
        string list = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "events-printed-otherwise.md"));
        HashSet<string> listed = [.. ListedEvent().Matches(list).Select(match => match.Groups[1].Value)];
        foreach (EventName name in instance.Events.Available.Where(name => listed.Contains(name.ToString())))
        {
            instance.Events.Set(name.ToString(), false);
        }
    }

    private void Work(TracefsInstance instance)
    {
        // Files, pipes, processes, memory, timers, a socket: many kinds of events, where they are on.
        using (var shell = Process.Start("sh", ["-c", $"cd {_temp.Root}; ls -l /usr/bin | sort | dd of=sorted conv=fsync 2>/dev/null; mkdir d; mv sorted d/; ln -s d l; rm -r d l; sleep 0.01; kill -0 $$; nice true"]))
        {
            shell.WaitForExit();
        }

        for (int i = 0; i < 20; i++)
        {
            _ = OwnThread.GetParentPid();
        }

        string file = Path.Combine(_temp.Root, "work");
        File.WriteAllBytes(file, new byte[100_000]);
        File.Delete(file);
        File.WriteAllText(Path.Combine(instance.Directory, "trace_marker"), "marked\n");
        File.WriteAllBytes(Path.Combine(instance.Directory, "trace_marker_raw"), [1, 0, 0, 0, 7, 8, 9]);
        for (int i = 0; i < 10; i++)
        {
            Thread.Sleep(1);
        }
    }

    [GeneratedRegex(@"^ .{15,}-\d+ +\[\d+\] .{5} +[\d.]+: (\w+)[:(]", RegexOptions.Multiline)]
    private static partial Regex Occurred();

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex ListedEvent();

    private sealed class Files : ISubBufferSink, IDisposable
    {
        private readonly FileStream[] _files;

        public Files(string tree, LiveSource source) => _files = [.. source.Cpus.Select(cpu => File.Create(Path.Combine(tree, "per_cpu", $"cpu{cpu}", "trace_pipe_raw")))];

        public void Accept(int cpuIndex, ReadOnlySpan<byte> subBuffer) => _files[cpuIndex].Write(subBuffer);

        public void Dispose() => Array.ForEach(_files, file => file.Dispose());
    }
}

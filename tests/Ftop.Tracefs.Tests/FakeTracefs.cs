using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

/// <summary>A temp directory laid out as tracefs, removed at the end. Ordinary files: what is written is what was last written.</summary>
internal sealed class FakeTracefs : IDisposable
{
    public FakeTracefs()
    {
        Root = Directory.CreateTempSubdirectory("ftop-tests-").FullName;
        Journals = Path.Combine(Root, "journals");
        Directory.CreateDirectory(Journals, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(Path.Combine(Root, "instances"));
        Add("per_cpu/cpu0/stats", "entries: 0\noverrun: 0\n");
        Add("tracing_on", "1\n");
        Add("current_tracer", "nop\n");
        Add("available_tracers", "function nop\n");
        Add("trace_clock", "[local] global mono\n");
        Add("buffer_size_kb", "7 (expanded: 1408)\n");
        Add("set_event", "");
        Add("set_graph_function", "#### all functions enabled ####\n");
        Add("tracing_cpumask", "3\n");
        foreach (string name in (string[])["sched/sched_switch", "sched/sched_wakeup", "sched/sched_waking", "irq/softirq_entry", "raw_syscalls/sys_enter"])
        {
            Add($"events/{name}/enable", "0\n");
            Add($"events/{name}/filter", "none\n");
        }

        Directory.CreateDirectory(Path.Combine(Root, "events/ftrace/print"));
    }

    public string Root { get; }

    public string Journals { get; }

    /// <summary>What a journal may ask for here.</summary>
    public UndoScope Scope => new(path => path.StartsWith(Root, StringComparison.Ordinal) && !path.StartsWith(Journals, StringComparison.Ordinal));

    public TracefsMount Mount => TracefsMount.At(Root);

    public void Add(string name, string text)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Root, name));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

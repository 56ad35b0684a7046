using System.Collections.Concurrent;
using System.Collections.Immutable;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs;

/// <summary>
/// One ring buffer with its tracer, events and filters: the kernel's <c>struct trace_array</c>, which is an instance of ours or, where a tracer
/// allows nothing else, the top-level buffer. A member a group of control files.
/// </summary>
public abstract class TraceArray : IDisposable
{
    private readonly ConcurrentBag<Action> _endings = [];

    private protected TraceArray(string root, string directory, UndoJournal? journal, UndoJournal globalJournal)
    {
        Root = root;
        Directory = directory;
        Marks = new Marks(journal is null ? File("options/copy_trace_marker") : null);
        TracingSwitch = new TracingSwitch(File("tracing_on", journal), Marks);
        Tracer = new TracerControl(File("current_tracer", journal), File("available_tracers", journal), File("tracing_max_latency", journal));
        Clock = new TraceClock(File("trace_clock", journal));
        BufferSize = new BufferSize(directory, Cpus, journal);
        FillLevel = new FillLevel(File("buffer_percent", journal));
        Options = new TraceOptions(Path.Combine(directory, "options"), Path.Combine(root, "options"), globalJournal);
        CpuMask = new CpuMask(File("tracing_cpumask", journal));
        Events = new EventControl(directory, journal, root, Marks, TracingSwitch);
        Pids = new PidFilter(directory, journal, Options, Tracer, TracingSwitch, PidNamespace.Current);
        Self = new SelfExclusion(Events, Pids, PidNamespace.Current);
        Functions = new FunctionFilter(directory, journal, root, globalJournal);
    }

    /// <summary>Top-level directory of tracefs.</summary>
    public string Root { get; }

    /// <summary>Directory of this buffer.</summary>
    public string Directory { get; }

    /// <summary>The kernel's numbers of the CPUs that have a buffer, ascending: those that may ever come online.</summary>
    public ImmutableArray<int> Cpus => CpuDirectories.Read(Path.Combine(Directory, "per_cpu"));

    /// <summary><c>tracing_on</c>.</summary>
    public TracingSwitch TracingSwitch { get; }

    /// <summary>What programs write to <c>trace_marker</c>.</summary>
    public Marks Marks { get; }

    /// <summary><c>current_tracer</c>. While buffers are read the kernel refuses to change it: use <see cref="LiveSource.SwitchTracer"/>.</summary>
    public TracerControl Tracer { get; }

    /// <summary><c>trace_clock</c>.</summary>
    public TraceClock Clock { get; }

    /// <summary><c>buffer_size_kb</c>.</summary>
    public BufferSize BufferSize { get; }

    /// <summary><c>buffer_percent</c>.</summary>
    public FillLevel FillLevel { get; }

    /// <summary><c>options/</c>.</summary>
    public TraceOptions Options { get; }

    /// <summary><c>tracing_cpumask</c>.</summary>
    public CpuMask CpuMask { get; }

    /// <summary><c>events/</c>.</summary>
    public EventControl Events { get; }

    /// <summary><c>set_event_pid</c> and <c>set_ftrace_pid</c>.</summary>
    public PidFilter Pids { get; }

    /// <summary>Keeps this process out of the buffer.</summary>
    public SelfExclusion Self { get; }

    /// <summary><c>set_ftrace_filter</c>, <c>set_ftrace_notrace</c> and <c>set_graph_function</c>.</summary>
    public FunctionFilter Functions { get; }

    /// <summary>Makes <paramref name="tracer"/> the current one of a buffer that nobody reads; what <see cref="Pids"/> follows holds for it too.</summary>
    /// <exception cref="TracefsException">The kernel's refusal.</exception>
    public void SetTracer(string tracer)
    {
        bool isOfBlocks = tracer == BlockTracing.Tracer;
        IReadOnlyList<string> devices = isOfBlocks && BlockDevices is not null ? BlockDevices.Find() : [];
        Pids.PrepareTracer(tracer);
        Tracer.Set(tracer);
        if (isOfBlocks)
        {
            BlockDevices?.Begin(devices);
        }
        else
        {
            BlockDevices?.End();
        }
    }

    /// <summary>Starts to record; the worst case of a latency tracer is one from now on.</summary>
    /// <exception cref="TracefsException">The kernel's refusal.</exception>
    public void StartTracing()
    {
        TracingSwitch.Set(true);
        Tracer.ForgetWorstCase();
    }

    /// <summary>The kernel's counts for one CPU now; all 0 if the CPU has no buffer.</summary>
    /// <param name="cpu">The kernel's number.</param>
    public Decoding.CpuStats ReadStats(int cpu) => CpuStatsFile.Read(Path.Combine(CpuDirectory(cpu), "stats"));

    /// <summary>Whether less is recorded of an event than occurs: by its filter, by thread or by CPU.</summary>
    public bool Limits(EventName name)
    {
        bool Says(string file, string nothing) => File(file).TryReadText(out string text) == 0 && text.Trim() != nothing;
        return Says(Path.Combine("events", name.System, name.Name, "filter"), "none") || Says("set_event_pid", "") || Says("set_event_notrace_pid", "") || !CpuMask.IsWhole;
    }

    /// <summary>Undoes what was switched on, at once; after that the buffer is not used.</summary>
    public abstract void Dispose();

    /// <summary>Bytes of a small text file of the top level, as <c>saved_cmdlines</c>, which instances do not have; empty where it cannot be read.</summary>
    public byte[] ReadTopLevel(string name) => new ControlFile(Path.Combine(Root, name)).TryReadBytes(out byte[] bytes) == 0 ? bytes : [];

    /// <summary>Takes what closes files of the buffer: with one open nobody can remove it.</summary>
    internal void DoBeforeLeaving(Action ending) => _endings.Add(ending);

    private protected void EndUses()
    {
        while (_endings.TryTake(out Action? ending))
        {
            ending();
        }
    }

    /// <summary>Null in an instance: the kernel allows the tracer at the top level alone.</summary>
    private protected BlockTracing? BlockDevices { get; init; }

    internal string CpuDirectory(int cpu) => Path.Combine(Directory, "per_cpu", $"cpu{cpu}");

    internal ControlFile File(string name, UndoJournal? journal = null) => new(Path.Combine(Directory, name), journal);
}

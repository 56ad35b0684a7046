using Ftop.Session;
using Ftop.TraceDat.Tests;
using Ftop.Tracefs;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Undo;

namespace Ftop.Tests.Session;

/// <summary>A directory laid out as tracefs, whose top-level buffer ftop traces in, and its journal. Ordinary files: pipes are empty, nothing answers.</summary>
internal sealed class FakeTrace : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ftop-live-").FullName;

    public FakeTrace()
    {
        Journals = Path.Combine(_root, "journals");
        Root = Path.Combine(_root, "tracing");
        Directory.CreateDirectory(Journals);
        Directory.CreateDirectory(Path.Combine(Root, "instances"));
        Directory.CreateDirectory(Path.Combine(Root, "events", "ftrace"));
        File.Copy(Path.Combine(CapturedDirectory.Data, "host-x86_64-6.18", "header_page"), Path.Combine(Root, "events", "header_page"));
        foreach ((string name, string text) in ((string, string)[])
        [
            ("tracing_on", "1\n"), ("current_tracer", "nop\n"), ("available_tracers", "function_graph function nop\n"), ("trace_clock", "[local] global mono\n"),
            ("buffer_size_kb", "7\n"), ("set_event", ""), ("available_events", ""), ("tracing_cpumask", "3\n"), ("set_event_pid", ""),
            ("set_event_notrace_pid", ""), ("set_ftrace_pid", ""), ("set_ftrace_notrace_pid", ""), ("set_ftrace_filter", ""), ("set_ftrace_notrace", ""),
            ("set_graph_function", ""), ("set_graph_notrace", ""), ("saved_cmdlines", ""), ("options/event-fork", "0\n"), ("options/function-fork", "0\n"),
            ("per_cpu/cpu0/stats", "entries: 0\noverrun: 0\n"), ("per_cpu/cpu0/trace_pipe_raw", ""), ("per_cpu/cpu0/buffer_size_kb", "7\n"), ("trace_pipe", ""),
        ])
        {
            string path = Path.Combine(Root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        Journal = UndoJournal.Open(Journals);
        Buffers = new BufferChoice(TracefsMount.At(Root), Journal, []);
    }

    public string Root { get; }

    public string Journals { get; }

    public UndoJournal Journal { get; }

    public BufferChoice Buffers { get; }

    /// <summary>No events, this process alone, a window each tenth of a second.</summary>
    public static SessionOptions Options { get; } = new()
    {
        Tracer = "nop",
        Request = new TraceRequest { BufferSizeKb = 64 },
        Pids = [Environment.ProcessId],
        Delay = TimeSpan.FromSeconds(0.1),
    };

    public LiveSession Start(SessionOptions? options = null, Action<string>? say = null) =>
        LiveSession.Start(Journal, Buffers, options ?? Options, say ?? (static _ => { }), static _ => { });

    public LiveTrace StartTrace() => new(Buffers, Options);

    public string Read(string name) => File.ReadAllText(Path.Combine(Root, name)).TrimEnd('\n');

    /// <summary>As umount: what was mounted is not to be seen.</summary>
    public void Unmount() => Directory.Move(Root, Root + "-elsewhere");

    public void Dispose()
    {
        Journal.Dispose();
        Directory.Delete(_root, recursive: true);
    }
}

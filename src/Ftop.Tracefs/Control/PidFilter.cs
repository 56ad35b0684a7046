using System.Collections.Immutable;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Control;

/// <summary>
/// <c>set_event_pid</c> and <c>set_ftrace_pid</c>: the tasks that are followed. The kernel's lists hold threads; a pid given here, of this process's namespace, stands for all threads
/// it has now, and with the options <c>event-fork</c> and <c>function-fork</c> for what they fork later. The list of the function tracers is written
/// only for one of these, since kernels that lock them refuse their list as well.
/// </summary>
public sealed class PidFilter
{
    private readonly ControlFile _eventPid;
    private readonly ControlFile _functionPid;
    private readonly ControlFile _functionNotracePid;
    private readonly TraceOptions _options;
    private readonly TracerControl _tracer;
    private readonly TracingSwitch _tracing;
    private readonly PidNamespace _namespace;
    private ImmutableArray<int> _pids = [];
    private bool _functionsAreLimited;
    private bool _children;

    internal PidFilter(string directory, UndoJournal? journal, TraceOptions options, TracerControl tracer, TracingSwitch tracing, PidNamespace pidNamespace)
    {
        _namespace = pidNamespace;
        _tracer = tracer;
        _tracing = tracing;
        _eventPid = new ControlFile(Path.Combine(directory, "set_event_pid"), journal);
        _functionPid = new ControlFile(Path.Combine(directory, "set_ftrace_pid"), journal);
        _functionNotracePid = new ControlFile(Path.Combine(directory, "set_ftrace_notrace_pid"), journal);
        _options = options;
    }

    /// <summary>Follows only the threads of these processes (or single threads), and what they fork if <paramref name="children"/>; empty follows everything.</summary>
    /// <exception cref="TracefsException">None of them lives, or the kernel refused.</exception>
    public void Follow(ImmutableArray<int> pids, bool children)
    {
        ImmutableArray<string> threads = ThreadsOf(pids);
        if (threads.IsEmpty && !pids.IsEmpty)
        {
            throw new TracefsException(_eventPid.Path, $"follow {string.Join(",", pids)} in", 0, TracefsFailure.InvalidValue, "no such process");
        }

        _pids = pids;
        _children = children;
        bool wasOn = _tracing.IsOn;
        if (wasOn)
        {
            _tracing.Set(false); // a list is replaced by way of an empty one, which lets everybody pass
        }

        try
        {
            Write(_eventPid, "event-fork", threads);
            PrepareTracer(_tracer.Current);
        }
        finally
        {
            if (wasOn)
            {
                _tracing.Set(true);
            }
        }
    }

    /// <summary>Before <paramref name="tracer"/> becomes the current one: what is followed holds for it too.</summary>
    internal void PrepareTracer(string tracer)
    {
        if (tracer.StartsWith("function", StringComparison.Ordinal) && (_functionsAreLimited || !_pids.IsEmpty))
        {
            _functionsAreLimited = true;
            Write(_functionPid, "function-fork", ThreadsOf(_pids));
        }
    }

    /// <summary>
    /// Leaves threads, and what they start later, out of the function tracers, where one of them is on. Added to those that are left out already: the kernel
    /// takes out the ones that have ended, and an emptied list would let all pass. Kernels before 5.7 cannot.
    /// </summary>
    internal void LeaveOutOfFunctions(ImmutableArray<int> threads)
    {
        if (_functionNotracePid.Exists && _tracer.Current.StartsWith("function", StringComparison.Ordinal))
        {
            _options.Set("function-fork", true);
            _functionNotracePid.Append(string.Join(' ', threads));
        }
    }

    /// <summary>The kernel's pids of a process's threads; the pid alone if it is a single thread's; none if it is gone.</summary>
    internal static IEnumerable<int> ThreadsOf(int pid)
    {
        try
        {
            return IsThreadOfAnother(pid) ? [pid] : [.. Directory.GetDirectories($"/proc/{pid}/task").Select(path => int.Parse(Path.GetFileName(path)))];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // it ended
        }
    }

    // The task directory of a thread lists its whole process.
    private static bool IsThreadOfAnother(int pid) =>
        new ControlFile($"/proc/{pid}/status").TryReadText(out string text) == 0
            && text.Split('\n').FirstOrDefault(line => line.StartsWith("Tgid:", StringComparison.Ordinal)) is string line
            && line["Tgid:".Length..].Trim() != $"{pid}";

    private ImmutableArray<string> ThreadsOf(ImmutableArray<int> pids) =>
        [.. pids.Select(_namespace.ToKernel).SelectMany(ThreadsOf).Distinct().Select(thread => $"{thread}")];

    private void Write(ControlFile list, string forkOption, ImmutableArray<string> threads)
    {
        // The option first: what forks between the two writes is then followed. Kernels without it follow no children, and need it only for that.
        if (_options.Has(forkOption) || _children)
        {
            _options.Set(forkOption, _children);
        }

        // All in one write: the kernel waits for every CPU after each, some 30 ms.
        list.Replace(threads.IsEmpty ? [] : [string.Join(' ', threads)]);
    }
}

using System.Collections.Immutable;

namespace Ftop.Tracefs;

/// <summary>
/// <c>set_event_pid</c> and <c>set_ftrace_pid</c>: the tasks that are followed. The kernel's lists hold threads; a pid given here stands for all threads
/// it has now, and with the options <c>event-fork</c> and <c>function-fork</c> for what they fork later.
/// </summary>
public sealed class PidFilter
{
    private readonly ControlFile _eventPid;
    private readonly ControlFile _eventNotracePid;
    private readonly ControlFile _functionPid;
    private readonly ControlFile _functionNotracePid;
    private readonly TraceOptions _options;

    internal PidFilter(string directory, UndoJournal? journal, TraceOptions options)
    {
        _eventPid = new ControlFile(Path.Combine(directory, "set_event_pid"), journal);
        _eventNotracePid = new ControlFile(Path.Combine(directory, "set_event_notrace_pid"), journal);
        _functionPid = new ControlFile(Path.Combine(directory, "set_ftrace_pid"), journal);
        _functionNotracePid = new ControlFile(Path.Combine(directory, "set_ftrace_notrace_pid"), journal);
        _options = options;
    }

    /// <summary>Follows only the threads of these processes (or single threads), and what they fork if <paramref name="children"/>; empty follows everything.</summary>
    /// <exception cref="TracefsException">None of them lives, or the kernel refused.</exception>
    public void Follow(ImmutableArray<int> pids, bool children)
    {
        ImmutableArray<string> threads = [.. pids.SelectMany(ThreadsOf).Distinct().Select(thread => $"{thread}")];
        if (threads.IsEmpty && !pids.IsEmpty)
        {
            throw new TracefsException(_eventPid.Path, $"follow {string.Join(",", pids)} in", 0, TracefsFailure.InvalidValue, "no such process");
        }

        // The options first: what forks between the two writes is then followed.
        SetOption("event-fork", children);
        _eventPid.Replace(threads);
        ForFunctions(() =>
        {
            SetOption("function-fork", children);
            _functionPid.Replace(threads);
        });
    }

    /// <summary>Leaves out the threads that this process has now; others' forks are not affected. Kernels before 5.7 cannot.</summary>
    public void ExcludeSelf()
    {
        ImmutableArray<string> threads = [.. ThreadsOf(Environment.ProcessId).Select(thread => $"{thread}")];
        if (_eventNotracePid.Exists)
        {
            _eventNotracePid.Replace(threads);
        }

        ForFunctions(() => _functionNotracePid.Replace(threads));
    }

    /// <summary>The kernel's pids of a process's threads; the pid alone if it is a single thread's; none if it is gone.</summary>
    internal static IEnumerable<int> ThreadsOf(int pid)
    {
        try
        {
            return [.. Directory.GetDirectories($"/proc/{pid}/task").Select(path => int.Parse(Path.GetFileName(path)))];
        }
        catch (DirectoryNotFoundException)
        {
            return []; // it ended
        }
    }

    // A kernel without function tracer has no such file; one that refuses it (EPERM under lockdown) refuses that tracer too, and says so when it is asked for.
    private void ForFunctions(Action filter)
    {
        if (!_functionPid.Exists)
        {
            return;
        }

        try
        {
            filter();
        }
        catch (TracefsException refusal) when (refusal.Failure == TracefsFailure.NotPermitted)
        {
        }
    }

    private void SetOption(string option, bool on)
    {
        if (_options.Has(option) || on)
        {
            _options.Set(option, on);
        }
    }
}

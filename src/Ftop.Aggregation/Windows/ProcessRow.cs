using Ftop.Decoding;

namespace Ftop.Aggregation.Windows;

/// <summary>One task, by the pid that the events carry (<c>common_pid</c>: a thread id).</summary>
public sealed class ProcessRow
{
    private ITaskNames? _names;
    private string? _comm;

    /// <param name="pid">Kernel pid; 0 is the idle task of every CPU.</param>
    /// <param name="comm">Its name.</param>
    /// <param name="rates">Events.</param>
    /// <param name="systemCalls">System calls in the window.</param>
    /// <param name="times">Where its time went; null where that is not measured.</param>
    public ProcessRow(int pid, string comm, Rates rates, long systemCalls, TaskTimes? times = null) =>
        (Pid, _comm, Rates, SystemCalls, Times) = (pid, comm, rates, systemCalls, times);

    internal ProcessRow()
    {
    }

    /// <summary>Kernel pid; 0 is the idle task of every CPU.</summary>
    public int Pid { get; private set; }

    /// <summary>Its name, <c>&lt;...&gt;</c> where nothing knows it. Untrusted: sanitise before a terminal sees it.</summary>
    public string Comm => _comm ??= Ask();

    /// <summary>Events.</summary>
    public Rates Rates { get; private set; }

    /// <summary>System calls in the window.</summary>
    public long SystemCalls { get; private set; }

    /// <summary>Where its time went; null where that is not measured.</summary>
    public TaskTimes? Times { get; private set; }

    /// <summary>Becomes the row of a window.</summary>
    /// <param name="pid">Kernel pid.</param>
    /// <param name="names">Asked for the name when somebody wants to see it, and only then: a row that is not on the screen costs no file.</param>
    /// <param name="rates">Events.</param>
    /// <param name="systemCalls">System calls in the window.</param>
    /// <param name="times">Where its time went; null where that is not measured.</param>
    internal void Fill(int pid, ITaskNames names, in Rates rates, long systemCalls, TaskTimes? times) =>
        (Pid, _names, _comm, Rates, SystemCalls, Times) = (pid, names, null, rates, systemCalls, times);

    private string Ask()
    {
        // As CompatTasks does: the readers ask the same object.
        lock (_names!) // one of the two is there
        {
            return _names.CommOf(Pid);
        }
    }
}

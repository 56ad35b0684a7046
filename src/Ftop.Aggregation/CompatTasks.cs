using Ftop.Decoding;

namespace Ftop.Aggregation;

/// <summary>
/// Which tasks of one CPU run 32-bit programs, remembered between system calls: asking <see cref="ITaskNames"/> means to open a file. Direct
/// mapped, so that it stays small; forgotten with every window, since pids are reused.
/// </summary>
internal sealed class CompatTasks
{
    private const int Places = 1 << 9;

    // Pid, shifted left by one, plus 1 for compat; −1 is free.
    private readonly long[] _places = new long[Places];

    public CompatTasks()
    {
        Clear();
    }

    /// <summary>Whether the task is of the 32-bit ABI.</summary>
    public bool IsCompat(int pid, ITaskNames tasks)
    {
        ref long place = ref _places[pid & (Places - 1)];
        if (place >> 1 != pid || place < 0)
        {
            // One at a time: the CPUs' readers share what is asked.
            lock (tasks)
            {
                place = ((long)(uint)pid << 1) | (tasks.IsCompat(pid) ? 1u : 0);
            }
        }

        return (place & 1) != 0;
    }

    /// <summary>The task runs another program now.</summary>
    public void Forget(int pid) => _places[pid & (Places - 1)] = -1;

    /// <summary>Forgets all.</summary>
    public void Clear() => Array.Fill(_places, -1);
}

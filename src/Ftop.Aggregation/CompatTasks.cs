using Ftop.Decoding;

namespace Ftop.Aggregation;

/// <summary>
/// Which tasks run 32-bit programs, for all CPUs. Asking <see cref="ITaskNames"/> means to open a file, so it is the last resort: what a task does tells it
/// mostly. Direct mapped, so that it stays small; a task is forgotten when it runs another program, not when it ends: other CPUs may have events of it that are
/// not counted yet, when nobody can be asked any more. A task that gets its pid later begins with the return of a fork, which tells. Safe to use from any thread.
/// </summary>
internal sealed class CompatTasks
{
    private const int Places = 1 << 11;

    // Pid, shifted left by one, plus 1 for compat; −1 is free.
    private readonly long[] _places = new long[Places];

    public CompatTasks() => Array.Fill(_places, -1);

    /// <summary>Whether something is known of the task.</summary>
    public bool TryFind(int pid, out bool isCompat)
    {
        long place = Volatile.Read(ref _places[pid & (Places - 1)]);
        isCompat = (place & 1) != 0;
        return place >> 1 == (uint)pid && place >= 0;
    }

    /// <summary>Remembers what is known of a task.</summary>
    public void Learn(int pid, bool isCompat) => Volatile.Write(ref _places[pid & (Places - 1)], ((long)(uint)pid << 1) | (isCompat ? 1u : 0));

    /// <summary>Asks for the task's program, and remembers the answer.</summary>
    public bool Ask(int pid, ITaskNames tasks)
    {
        // One at a time: the CPUs' readers share what is asked.
        lock (tasks)
        {
            bool isCompat = tasks.IsCompat(pid);
            Learn(pid, isCompat);
            return isCompat;
        }
    }

    /// <summary>The task runs another program now.</summary>
    public void Forget(int pid)
    {
        ref long place = ref _places[pid & (Places - 1)];
        if (Volatile.Read(ref place) >> 1 == (uint)pid)
        {
            Volatile.Write(ref place, -1);
        }
    }
}

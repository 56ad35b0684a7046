using Ftop.Decoding;

namespace Ftop.Aggregation;

/// <summary>
/// Which tasks run 32-bit programs, for all CPUs. Asking <see cref="ITaskNames"/> means to open a file, so it is the last resort: what a task does tells it
/// mostly. Direct mapped, so that it stays small; a task is forgotten when it runs another program. One that ended stays known for what it did before: other
/// CPUs may have events of it that are not counted yet, when nobody can be asked any more. Safe to use from any thread.
/// </summary>
internal sealed class CompatTasks
{
    private const int Places = 1 << 11;

    // Pid, shifted left by one, plus 1 for compat; −1 is free.
    private readonly long[] _places = new long[Places];

    // When the task of that place ended.
    private readonly ulong[] _ends = new ulong[Places];

    public CompatTasks()
    {
        Array.Fill(_places, -1);
        Array.Fill(_ends, ulong.MaxValue);
    }

    /// <summary>Whether something is known of the task as it was at a time of the trace clock.</summary>
    public bool TryFind(int pid, ulong timestamp, out bool isCompat)
    {
        long place = Volatile.Read(ref _places[pid & (Places - 1)]);
        isCompat = (place & 1) != 0;
        return place >> 1 == (uint)pid && place >= 0 && timestamp <= Volatile.Read(ref _ends[pid & (Places - 1)]);
    }

    /// <summary>The task ends: who has its pid later is another.</summary>
    public void End(int pid, ulong timestamp)
    {
        int index = pid & (Places - 1);
        if (Volatile.Read(ref _places[index]) >> 1 == (uint)pid)
        {
            Volatile.Write(ref _ends[index], timestamp);
        }
    }

    /// <summary>Remembers what is known of a task.</summary>
    public void Learn(int pid, bool isCompat)
    {
        Volatile.Write(ref _places[pid & (Places - 1)], ((long)(uint)pid << 1) | (isCompat ? 1u : 0));
        Volatile.Write(ref _ends[pid & (Places - 1)], ulong.MaxValue);
    }

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

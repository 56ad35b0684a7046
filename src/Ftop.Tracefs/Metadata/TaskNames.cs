using Ftop.Decoding;

namespace Ftop.Tracefs;

/// <summary>
/// Names of tasks: of living ones from <c>/proc/PID/comm</c>, of dead ones what <c>saved_cmdlines</c> still has. Answers are kept for a while,
/// at most so many, and at most so many files are read in a second: a fork bomb costs names, not CPU. Safe to use from any thread.
/// </summary>
internal sealed class TaskNames : ITaskNames
{
    private const int MostTasks = 8192;
    private const int ReadsPerSec = 2000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SavedKeptFor = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _proc;
    private readonly bool _hasCompatAbi;
    private readonly TimeProvider _time;
    private readonly ControlFile _savedCmdlines;
    private readonly Dictionary<int, string> _saved = [];
    private Dictionary<int, Task> _recent = [];
    private Dictionary<int, Task> _older = [];
    private DateTimeOffset _savedReadAt = DateTimeOffset.MinValue;
    private DateTimeOffset _secondBegan = DateTimeOffset.MinValue;
    private int _reads;

    /// <param name="root">Top level of tracefs.</param>
    /// <param name="hasCompatAbi">True where the machine runs 32-bit programs as well.</param>
    /// <param name="proc">Where proc is mounted.</param>
    /// <param name="time">Decides what is old.</param>
    public TaskNames(string root, bool hasCompatAbi, string proc = "/proc", TimeProvider? time = null)
    {
        _savedCmdlines = new ControlFile(Path.Combine(root, "saved_cmdlines"));
        _hasCompatAbi = hasCompatAbi;
        _proc = proc;
        _time = time ?? TimeProvider.System;
    }

    public string CommOf(int pid)
    {
        if (pid == 0)
        {
            return "<idle>";
        }

        lock (_lock)
        {
            return Find(pid).Comm;
        }
    }

    public bool IsCompat(int pid)
    {
        if (pid == 0 || !_hasCompatAbi)
        {
            return false;
        }

        lock (_lock)
        {
            return Find(pid).Is32Bit;
        }
    }

    private Task Find(int pid)
    {
        DateTimeOffset now = _time.GetUtcNow();
        bool isKnown = _recent.TryGetValue(pid, out Task task) || _older.TryGetValue(pid, out task);
        if (isKnown && now < task.GoodUntil)
        {
            return task;
        }

        if (!MayRead(now))
        {
            return isKnown ? task : Task.Unknown;
        }

        Task read = Read(pid, now, isKnown ? task : null);
        if (_recent.Count >= MostTasks / 2)
        {
            (_older, _recent) = (_recent, _older);
            _recent.Clear();
        }

        _recent[pid] = read;
        return read;
    }

    private bool MayRead(DateTimeOffset now)
    {
        if (now - _secondBegan >= TimeSpan.FromSeconds(1))
        {
            _secondBegan = now;
            _reads = 0;
        }

        return ++_reads <= ReadsPerSec;
    }

    private Task Read(int pid, DateTimeOffset now, Task? before)
    {
        DateTimeOffset goodUntil = now + KeptFor;
        if (new ControlFile($"{_proc}/{pid}/comm").TryReadText(out string comm) == 0)
        {
            // A pid comes again and exec changes the program, so both are asked for anew when the answer is old.
            return new Task(comm, _hasCompatAbi && ProcessImage.Is32Bit($"{_proc}/{pid}/exe"), goodUntil);
        }

        if (before is Task known && known.Comm != SavedCmdlines.Unknown)
        {
            return known with { GoodUntil = goodUntil }; // it ended; its events are still being counted
        }

        if (now - _savedReadAt >= SavedKeptFor)
        {
            _savedReadAt = now;
            SavedCmdlines.Read(_savedCmdlines, _saved);
        }

        return new Task(_saved.GetValueOrDefault(pid, SavedCmdlines.Unknown), false, goodUntil);
    }

    private readonly record struct Task(string Comm, bool Is32Bit, DateTimeOffset GoodUntil)
    {
        public static Task Unknown { get; } = new(SavedCmdlines.Unknown, false, DateTimeOffset.MinValue);
    }
}

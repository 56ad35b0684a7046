using System.Runtime.InteropServices;
using System.Text;
using Ftop.Decoding;

namespace Ftop.Tracefs.Metadata;

/// <summary>
/// Names of tasks: as the events carry them, of others that live from <c>/proc/PID/comm</c>, of dead ones what <c>saved_cmdlines</c> still has. While events
/// name a task no file is asked for it, and one that was found dead is not asked for again. At most so many names are kept, and at most so many
/// files are read in a second: a fork bomb costs names, not CPU. Safe to use from any thread.
/// </summary>
internal sealed class TaskNames : ITaskNames
{
    private const int MostTasks = 4096;
    private const int MostComms = 1024;
    private const int ReadsPerSec = 2000;
    private const int CommBytes = 16; // TASK_COMM_LEN
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);

    // Only a pid that comes again could have another name, and where events name tasks they tell it.
    private static readonly TimeSpan EndedKeptFor = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly string _proc;
    private readonly bool _hasCompatAbi;
    private readonly TimeProvider _time;
    private readonly ControlFile _savedCmdlines;
    private readonly Dictionary<int, string> _saved = [];
    private readonly Dictionary<UInt128, string> _comms = [];
    private Dictionary<int, Task> _recent = [];
    private Dictionary<int, Task> _older = [];
    private DateTimeOffset _savedReadAt = DateTimeOffset.MinValue;
    private DateTimeOffset _secondBegan = DateTimeOffset.MinValue;
    private DateTimeOffset _learnedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _learnedIsGoodUntil = DateTimeOffset.MinValue;
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

    /// <inheritdoc/>
    /// <remarks>Opens the task's program each time.</remarks>
    public bool IsCompat(int pid)
    {
        if (pid == 0 || !_hasCompatAbi)
        {
            return false;
        }

        lock (_lock)
        {
            return MayRead(_time.GetUtcNow()) && ProcessImage.Is32Bit($"{_proc}/{pid}/exe");
        }
    }

    /// <inheritdoc/>
    public void Learn(int pid, ReadOnlySpan<byte> comm)
    {
        lock (_lock)
        {
            DateTimeOffset now = _time.GetUtcNow();
            if (now != _learnedAt)
            {
                // Names come once a window, of which the length is not known here.
                TimeSpan sinceLast = now - _learnedAt;
                _learnedIsGoodUntil = now + (sinceLast < TimeSpan.FromMinutes(1) && sinceLast > KeptFor ? 2 * sinceLast : 2 * KeptFor);
                _learnedAt = now;
            }

            Keep(pid, new Task(TextOf(comm), DateTimeOffset.MinValue, IsFromEvent: true));
        }
    }

    private Task Find(int pid)
    {
        DateTimeOffset now = _time.GetUtcNow();
        bool isKnown = _recent.TryGetValue(pid, out Task task) || _older.TryGetValue(pid, out task);
        if (isKnown && (now < task.GoodUntil || (task.IsFromEvent && now < _learnedIsGoodUntil)))
        {
            return task;
        }

        if (!MayRead(now))
        {
            return isKnown ? task : Task.Unknown;
        }

        Task read = Read(pid, now, isKnown ? task : null);
        Keep(pid, read);
        return read;
    }

    private void Keep(int pid, Task task)
    {
        ref Task known = ref CollectionsMarshal.GetValueRefOrNullRef(_recent, pid);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref known))
        {
            known = task;
            return;
        }

        if (_recent.Count >= MostTasks / 2)
        {
            (_older, _recent) = (_recent, _older);
            _recent.Clear();
        }

        _recent.Add(pid, task);
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
        if (new ControlFile($"{_proc}/{pid}/comm").TryReadText(out string comm) == 0)
        {
            return new Task(comm, now + KeptFor); // a pid comes again and exec changes the name, so it is asked for anew when the answer is old
        }

        if (before is Task known && known.Comm != SavedCmdlines.Unknown)
        {
            return known with { GoodUntil = now + EndedKeptFor, IsFromEvent = false };
        }

        if (now - _savedReadAt >= TimeSpan.FromSeconds(1))
        {
            _savedReadAt = now;
            SavedCmdlines.Read(_savedCmdlines, _saved);
        }

        return new Task(_saved.GetValueOrDefault(pid, SavedCmdlines.Unknown), now + EndedKeptFor);
    }

    // Tasks by the thousand have a few dozen names.
    private string TextOf(ReadOnlySpan<byte> comm)
    {
        int end = comm.IndexOf((byte)0);
        comm = end < 0 ? comm : comm[..end];
        Span<byte> padded = stackalloc byte[CommBytes];
        padded.Clear();
        comm[..Math.Min(comm.Length, CommBytes)].CopyTo(padded);
        UInt128 key = MemoryMarshal.Read<UInt128>(padded);
        if (!_comms.TryGetValue(key, out string? text))
        {
            if (_comms.Count == MostComms)
            {
                _comms.Clear();
            }

            text = Encoding.UTF8.GetString(comm);
            _comms.Add(key, text);
        }

        return text;
    }

    private readonly record struct Task(string Comm, DateTimeOffset GoodUntil, bool IsFromEvent = false)
    {
        public static Task Unknown { get; } = new(SavedCmdlines.Unknown, DateTimeOffset.MinValue);
    }
}

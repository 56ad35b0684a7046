using System.Buffers.Text;

namespace Ftop.Decoding.Text;

/// <summary>
/// Names and thread groups of tasks as the kernel saved them: <c>saved_cmdlines</c> and <c>saved_tgids</c>, lines of a pid and a name or tgid.
/// Names are untrusted bytes.
/// </summary>
public sealed class TaskTable
{
    // The kernel saves 32768 names at most (PID_MAX_DEFAULT), and a thread group for each pid that there can be on most machines.
    private const int MaxComms = 1 << 17;
    private const int MaxTgids = 1 << 20;

    // TASK_COMM_LEN is 16; a name that ftop gave a thread of a workqueue is longer.
    private const int MaxCommBytes = 64;

    private readonly Dictionary<int, byte[]> _comms = [];
    private readonly Dictionary<int, int> _tgids = [];

    /// <summary>Nothing known: every task but idle is <c>&lt;...&gt;</c>.</summary>
    public static TaskTable Empty { get; } = new(default, default);

    /// <param name="savedCmdlines">Text of <c>saved_cmdlines</c>: <c>4711 bash</c>.</param>
    /// <param name="savedTgids">Text of <c>saved_tgids</c>: <c>4712 4711</c>.</param>
    public TaskTable(ReadOnlySpan<byte> savedCmdlines, ReadOnlySpan<byte> savedTgids)
    {
        foreach (Range range in savedCmdlines.Split((byte)'\n'))
        {
            if (_comms.Count == MaxComms)
            {
                IsTruncated = true;
                break;
            }

            if (TrySplit(savedCmdlines[range], out int pid, out ReadOnlySpan<byte> comm))
            {
                _comms[pid] = comm[..Math.Min(comm.Length, MaxCommBytes)].ToArray();
            }
        }

        foreach (Range range in savedTgids.Split((byte)'\n'))
        {
            if (_tgids.Count == MaxTgids)
            {
                IsTruncated = true;
                break;
            }

            if (TrySplit(savedTgids[range], out int pid, out ReadOnlySpan<byte> rest) && Utf8Parser.TryParse(rest, out int tgid, out _))
            {
                _tgids[pid] = tgid;
            }
        }
    }

    /// <summary>Whether there were more than any kernel saves, and the rest was not read.</summary>
    public bool IsTruncated { get; }

    /// <summary>What the kernel prints for a pid (<c>kernel/trace/trace_sched_switch.c __trace_find_cmdline</c>).</summary>
    public ReadOnlySpan<byte> CommOf(int pid) => pid == 0 ? "<idle>"u8
        : pid < 0 ? "<XXX>"u8
        : _comms.TryGetValue(pid, out byte[]? comm) ? comm
        : "<...>"u8;

    /// <summary>0 where it is not known.</summary>
    public int TgidOf(int pid) => _tgids.GetValueOrDefault(pid);

    private static bool TrySplit(ReadOnlySpan<byte> line, out int pid, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (!Utf8Parser.TryParse(line, out pid, out int consumed) || consumed >= line.Length || line[consumed] != ' ')
        {
            return false;
        }

        rest = line[(consumed + 1)..];
        return true;
    }
}

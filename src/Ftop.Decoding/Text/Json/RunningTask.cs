namespace Ftop.Decoding.Text.Json;

/// <summary>What a CPU runs, by its last <c>sched_switch</c>, and when it was last heard of.</summary>
internal sealed class RunningTask
{
    private byte[] _name = [];
    private int _nameLength;

    public long Pid { get; private set; }

    /// <summary>When it came.</summary>
    public ulong Since { get; private set; }

    /// <summary>The CPU's last event.</summary>
    public ulong LastTimestamp { get; set; }

    /// <summary>Whether anything but the idle task is known to run.</summary>
    public bool IsKnown => _nameLength > 0;

    /// <summary>UTF-8, with its pid.</summary>
    public ReadOnlySpan<byte> Name => _name.AsSpan(0, _nameLength);

    /// <summary>A task comes; an empty name for one that has no slice.</summary>
    public void Set(long pid, ReadOnlySpan<byte> name, ulong since)
    {
        if (_name.Length < name.Length)
        {
            _name = new byte[name.Length];
        }

        name.CopyTo(_name);
        (Pid, _nameLength, Since) = (pid, name.Length, since);
    }

    /// <summary>Events were lost: nothing is known.</summary>
    public void Forget() => _nameLength = 0;
}

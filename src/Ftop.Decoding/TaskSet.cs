using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Ftop.Decoding;

/// <summary>A set of tasks by the kernel's pids. Replaced as a whole by any thread; asked by any other, which never waits.</summary>
public sealed class TaskSet
{
    private const int Words = 64;
    private volatile Members _members = new([]);

    /// <summary>Its tasks, ascending.</summary>
    public ImmutableArray<int> Pids => _members.Pids;

    /// <summary>Makes <paramref name="pids"/> its tasks.</summary>
    public void Replace(IEnumerable<int> pids) => _members = new Members([.. pids.Distinct().Order()]);

    /// <summary>Whether the task is one of them: for most others a bit tells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int pid)
    {
        Members members = _members;
        return (members.Bits[(pid >> 6) & (Words - 1)] >> (pid & 63) & 1) != 0 && members.Pids.BinarySearch(pid) >= 0;
    }

    private sealed class Members
    {
        public Members(ImmutableArray<int> pids)
        {
            Pids = pids;
            foreach (int pid in pids)
            {
                Bits[(pid >> 6) & (Words - 1)] |= 1ul << (pid & 63);
            }
        }

        public ImmutableArray<int> Pids { get; }

        public ulong[] Bits { get; } = new ulong[Words];
    }
}

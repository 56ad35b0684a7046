using System.Text;
using Ftop.Decoding;

namespace Ftop.Aggregation.Tests.Fakes;

internal sealed class FakeTasks : ITaskNames
{
    public HashSet<int> Compat { get; } = [];

    public Dictionary<int, string> Learned { get; } = [];

    public List<int> AskedForComm { get; } = [];

    public List<int> AskedForAbi { get; } = [];

    public string CommOf(int pid)
    {
        AskedForComm.Add(pid);
        return pid == 0 ? "<idle>" : Learned.GetValueOrDefault(pid, $"task{pid}");
    }

    public bool IsCompat(int pid)
    {
        AskedForAbi.Add(pid);
        return Compat.Contains(pid);
    }

    public void Learn(int pid, ReadOnlySpan<byte> comm) => Learned[pid] = Encoding.UTF8.GetString(comm).TrimEnd('\0');
}

using Ftop.Decoding;

namespace Ftop.Aggregation.Tests.Fakes;

internal sealed class FakeTasks : ITaskNames
{
    public HashSet<int> Compat { get; } = [];

    public string CommOf(int pid) => pid == 0 ? "<idle>" : $"task{pid}";

    public bool IsCompat(int pid) => Compat.Contains(pid);
}

using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;

namespace Ftop.Tracefs.Tests;

public sealed class PidNamespaceTests : IDisposable
{
    private const string First = "pid:[4026531836]";
    private const string Other = "pid:[4026532222]";
    private readonly FakeTracefs _temp = new();

    [Fact]
    public void FirstNamespace_IsTheKernels()
    {
        Process("self", First);
        Process("1", First);
        PidNamespace pids = At();
        Assert.Equal((true, true, 15), (pids.IsFirst, pids.HasKernelPids, pids.ToKernel(15)));
    }

    [Fact]
    public void KernelWithoutNamespaces_HasItsOwnPids()
    {
        Directory.CreateDirectory(Path.Combine(_temp.Root, "proc"));
        Assert.True(At().IsFirst);
    }

    /// <summary>/proc of the machine is there: the pid is another's there.</summary>
    [Fact]
    public void PidOfANamespace_IsTranslated()
    {
        Process("self", Other);
        Process("1", First, "1");
        Process("15", First, "15");
        Process("4711", Other, "4711\t15");
        Process("4712", "pid:[4026533333]", "4712\t15");
        PidNamespace pids = At();
        Assert.Equal((false, true, 4711), (pids.IsFirst, pids.HasKernelPids, pids.ToKernel(15)));
    }

    [Fact]
    public void HiddenPids_AreRefusedWithTheReason()
    {
        Process("self", Other);
        Process("1", Other, "1");
        PidNamespace pids = At();
        Assert.False(pids.HasKernelPids);
        TracefsException refusal = Assert.Throws<TracefsException>(() => pids.ToKernel(15));
        Assert.Contains("pid namespace", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--pid=host", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(TracefsFailure.NotSupported, refusal.Failure);
        Assert.False(Directory.Exists(Path.Combine(pids.KernelProc, "15"))); // its name would be another's
    }

    public void Dispose() => _temp.Dispose();

    private PidNamespace At() => new(Path.Combine(_temp.Root, "proc"));

    private void Process(string name, string pidNamespace, string? pids = null)
    {
        string directory = Path.Combine(_temp.Root, "proc", name);
        Directory.CreateDirectory(Path.Combine(directory, "ns"));
        File.CreateSymbolicLink(Path.Combine(directory, "ns", "pid"), pidNamespace);
        File.WriteAllText(Path.Combine(directory, "status"), $"Name:\tsh\nTgid:\t{name}\nNSpid:\t{pids}\n");
    }
}

using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Tests;

public sealed class TracefsMountTests
{
    [Theory]
    [InlineData("sys/kernel/tracing")]
    [InlineData("sys/kernel/debug/tracing")]
    [InlineData("mnt/trace")]
    public void TryFind_LooksWhereItMayBe(string point)
    {
        using var system = new FakeTracefs();
        Directory.CreateDirectory(Path.Combine(system.Root, point, "events"));
        Directory.CreateDirectory(Path.Combine(system.Root, point, "per_cpu"));
        system.Add("proc/self/mounts", "tracefs /mnt/trace tracefs rw 0 0\n");
        Assert.Equal(Path.Combine(system.Root, point), TracefsMount.TryFind(system.Root)?.Root);
    }

    [Fact]
    public void TryFind_OfNone_IsNull()
    {
        using var system = new FakeTracefs();
        Assert.Null(TracefsMount.TryFind(system.Root));
    }

    [Fact]
    public void At_RefusesAnotherDirectory() =>
        Assert.Contains("give the directory", Assert.Throws<TracefsException>(() => TracefsMount.At("/proc/self")).Message, StringComparison.Ordinal);
}

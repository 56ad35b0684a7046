using Ftop.Tracefs.Control;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Tests;

public sealed class BufferSizeTests
{
    [Theory]
    [InlineData(24_000_000, 2, 16_384)]
    [InlineData(262_144, 4, 1024)]
    [InlineData(16_384, 4, 64)]
    [InlineData(0, 1, 64)]
    public void Choose_IsBoundedByMemory(long totalMemoryKb, int cpus, int expected) => Assert.Equal(expected, BufferSize.ChooseKb(totalMemoryKb, cpus));

    [Theory]
    [InlineData("7", "7", "7")]
    [InlineData("100", "100", "103")] // as the kernel rounds
    [InlineData("7", "100", "X")]
    public void UndoAll_PutsBackTheMemoryOfEveryCpu(string firstKb, string othersKb, string expected)
    {
        using var temp = new FakeTracefs();
        using UndoJournal instances = UndoJournal.Open(temp.Journals);
        using TracefsInstance instance = TracefsInstance.Create(TracefsMount.At(RealTracefs.RequireRoot()), instances);
        Assert.SkipUnless(instance.Cpus.Length > 1, "one CPU has no other to differ from");
        instance.File("buffer_size_kb").Write(othersKb);
        instance.File("per_cpu/cpu0/buffer_size_kb").Write(firstKb);
        string before = Sizes(instance);
        Assert.StartsWith(expected, before, StringComparison.Ordinal);

        using UndoJournal journal = UndoJournal.Open(Directory.CreateDirectory(Path.Combine(temp.Root, "sizes")).FullName);
        Assert.InRange(new BufferSize(instance.Directory, instance.Cpus, journal).Set(500), 500, 504);
        Assert.Empty(journal.UndoAll().Failed);
        Assert.Equal(before, Sizes(instance));
    }

    private static string Sizes(TracefsInstance instance) =>
        string.Join(' ', instance.Cpus.Select(cpu => instance.File($"per_cpu/cpu{cpu}/buffer_size_kb").ReadText()).Prepend(instance.File("buffer_size_kb").ReadText()));
}

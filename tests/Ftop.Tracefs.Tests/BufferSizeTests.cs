namespace Ftop.Tracefs.Tests;

public sealed class BufferSizeTests
{
    [Theory]
    [InlineData(24_000_000, 2, 16_384)]
    [InlineData(262_144, 4, 1024)]
    [InlineData(16_384, 4, 64)]
    [InlineData(0, 1, 64)]
    public void Choose_IsBoundedByMemory(long totalMemoryKb, int cpus, int expected) => Assert.Equal(expected, BufferSize.ChooseKb(totalMemoryKb, cpus));
}

using Ftop.Recording;

namespace Ftop.Tests.Recording;

public sealed class FlightSizeTests
{
    [Theory]
    [InlineData(64 << 10, 1 << 20)]
    [InlineData(256 << 10, 4 << 20)]
    [InlineData(24 << 20, 6 << 20)]
    [InlineData(0, 0)]
    public void Default_FollowsTheBoardsMemory(long totalMemoryKb, long expectedBytes) => Assert.Equal(expectedBytes, FlightSize.Bytes(totalMemoryKb));

    [Fact]
    public void Batch_KeepsNothing_SinceNobodyCanSaveIt() =>
        Assert.Equal((0, 3 << 20), (FlightSize.Bytes(isBatch: true, askedMb: 3), FlightSize.Bytes(isBatch: false, askedMb: 3)));
}

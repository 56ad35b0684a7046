using System.Collections.Immutable;

namespace Ftop.Tracefs.Tests;

public sealed class CpuListTests
{
    [Theory]
    [InlineData("0-3,5", new[] { 0, 1, 2, 3, 5 })]
    [InlineData("5,0, 5", new[] { 0, 5 })]
    [InlineData("", new int[0])]
    [InlineData("\n", new int[0])]
    public void TryParse_EachOnceAscending(string list, int[] expected)
    {
        Assert.True(CpuList.TryParse(list, out ImmutableArray<int> cpus));
        Assert.Equal(expected, cpus);
    }

    [Theory]
    [InlineData("3-1")]
    [InlineData("a")]
    [InlineData("0,,1")]
    [InlineData("1-2-3")]
    [InlineData("-1")]
    [InlineData("99999999")]
    public void TryParse_RefusesOthers(string list) => Assert.False(CpuList.TryParse(list, out _));

    [Theory]
    [InlineData(new[] { 0, 1 }, "00000003")]
    [InlineData(new[] { 0, 32 }, "00000001,00000001")]
    [InlineData(new[] { 64 }, "00000001,00000000,00000000")]
    public void ToMask_HighestWordFirst(int[] cpus, string expected) => Assert.Equal(expected, CpuList.ToMask([.. cpus]));
}

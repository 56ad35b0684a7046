using System.Collections.Immutable;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;

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

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0-2,5")]
    [InlineData("1,3,5-6")]
    public void ToText_IsWhatTryParseReads(string list)
    {
        Assert.True(CpuList.TryParse(list, out ImmutableArray<int> cpus));
        Assert.Equal(list, CpuList.ToText(cpus));
    }

    [Theory]
    [InlineData("4", "choose CPUs 4 in /mask: this machine has CPUs 0-3")]
    [InlineData("0-7", "choose CPUs 0-7 in /mask: this machine has CPUs 0-3")]
    [InlineData("2-3", "choose CPUs 2-3 in /mask: CPUs 2-3 are offline; online are 0-1")]
    public void Mask_OfCpusThatBringNothing_IsRefused(string list, string message)
    {
        Assert.True(CpuList.TryParse(list, out ImmutableArray<int> cpus));
        TracefsException e = Assert.Throws<TracefsException>(() => new CpuMask(new ControlFile("/mask")).Check(cpus, [0, 1, 2, 3], [0, 1]));
        Assert.Equal((message, TracefsFailure.InvalidValue), (e.Message, e.Failure));
    }

    [Fact]
    public void Mask_TellsWhichCpusAreOffline()
    {
        var mask = new CpuMask(new ControlFile("/mask"));
        Assert.Equal("3", mask.Check([0, 3], [0, 1, 2, 3], [0, 1, 2]));
        Assert.Null(mask.Check([0, 1], [0, 1], [0, 1]));
        Assert.Null(mask.Check([5], [], [])); // sysfs does not tell
    }

    [Theory]
    [InlineData("3\n", true)]
    [InlineData("ff,ffffffff\n", true)]
    [InlineData("2\n", false)]
    [InlineData("1,00000000\n", false)]
    [InlineData("", false)]
    public void Mask_IsWholeWhereItHasEveryCpu(string mask, bool isWhole) => Assert.Equal(isWhole, CpuMask.IsSetFor([0, 1], mask));

    [Fact]
    public void CpusThatMayComeOnline_AreNotCpus()
    {
        Assert.Equal([0, 1], CpuDirectories.OfMachine([.. Enumerable.Range(0, 64)], [0, 1]));
        Assert.Equal([0, 1], CpuDirectories.OfMachine([0, 1], []));
    }
}

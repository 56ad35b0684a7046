using Ftop.Tracefs.Control;
using Ftop.Tracefs.Reading;

namespace Ftop.Tracefs.Tests;

public sealed class FillPollingTests
{
    [Theory]
    [InlineData("6.9.0", "#1 SMP", true)]
    [InlineData("6.18.44-custom", "#1 SMP", true)]
    [InlineData("7.0-rc1", "#1 SMP", true)]
    [InlineData("6.8.12", "#1 SMP", false)]
    [InlineData("6.6.26", "#1 SMP", false)]
    [InlineData("6.6.27-yocto-standard", "#1 SMP PREEMPT", true)]
    [InlineData("6.1.86", "#1 SMP", false)]
    [InlineData("6.1.87", "#1 SMP", true)]
    [InlineData("6.1.0-56-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-2 (2026-01-01)", true)]
    [InlineData("6.1.0-9-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.27-1 (2023-05-08)", false)]
    [InlineData("5.15.200", "#1 SMP", false)]
    [InlineData("4.19.0", "#1", false)]
    [InlineData("none", "", false)]
    public void IsReliable_FromTheLastRepairOn(string release, string build, bool expected) =>
        Assert.Equal(expected, FillPolling.IsReliableOn(release, build));

    [Theory]
    [InlineData(16 << 20, 2)]
    [InlineData(8 << 20, 4)]
    [InlineData(2 << 20, 13)]
    [InlineData(64 << 10, 25)]
    [InlineData(1L << 32, 1)]
    public void Level_IsSomeThousandEvents(long bufferBytes, int percent) => Assert.Equal(percent, FillLevel.PercentOf(bufferBytes));
}

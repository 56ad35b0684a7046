using Ftop.Decoding.Text;

namespace Ftop.Decoding.Tests.Text;

public sealed class NearNamesTests
{
    [Theory]
    [InlineData("sys_enter_stat", "sys_enter_newstat")]
    [InlineData("sys_enter_uname", "sys_enter_newuname")]
    [InlineData("shed_switch", "sched_switch")]
    [InlineData("sched_swicth", "sched_switch")]
    [InlineData("SCHED_SWITCH", "sched_switch")]
    [InlineData("funtion", "function")]
    [InlineData("sched_swich*", "sched_switch")]
    public void NameWithAFault_IsNearTheRightOne(string wrong, string right) =>
        Assert.Contains(right, NearNames.Of(wrong, ["sys_enter_newstat", "sys_enter_newuname", "sys_exit_newstat", "sched_switch", "function", "irq_handler_entry"]));

    [Theory]
    [InlineData("nosuch")]
    [InlineData("")]
    [InlineData("*")]
    public void NameOfAnotherKind_IsNearNone(string wrong) => Assert.Empty(NearNames.Of(wrong, ["sched_switch", "function", "irq_handler_entry"]));

    [Fact]
    public void Best_AreFirstAndFew()
    {
        IReadOnlyList<string> near = NearNames.Of("read", [.. Enumerable.Range(0, 100_000).Select(i => $"reads{i}"), "reed", new string('r', 1 << 20)]);
        Assert.Equal(5, near.Count);
        Assert.Equal("reads0", near[0]);
        Assert.Equal("; near is function", NearNames.Tail(NearNames.Of("functoin", ["function", "blk"])));
        Assert.Equal("", NearNames.Tail(NearNames.Of("functoin", ["blk"])));
    }
}

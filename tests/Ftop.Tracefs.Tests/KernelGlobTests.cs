using Ftop.Tracefs.Control;

namespace Ftop.Tracefs.Tests;

public sealed class KernelGlobTests
{
    [Theory]
    [InlineData("sched_sw*", "sched_switch", true)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*a*b", "xaybzb", true)]
    [InlineData("*a*b", "xaybzc", false)]
    [InlineData("sys_?nter_*", "sys_enter_read", true)]
    [InlineData("?", "", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("[ab", "[ab", true)]
    [InlineData("[ab", "a", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("sched", "sched_switch", false)]
    public void IsMatch_AsTheKernel(string glob, string text, bool expected) => Assert.Equal(expected, KernelGlob.IsMatch(glob, text));
}

using Ftop.Decoding.SystemCalls;

namespace Ftop.Decoding.Tests.SystemCalls;

public sealed class ErrnoTests
{
    [Theory]
    [InlineData(1, "EPERM")]
    [InlineData(2, "ENOENT")]
    [InlineData(11, "EAGAIN")]
    [InlineData(35, "EDEADLK")]
    [InlineData(41, "errno_41")]
    [InlineData(95, "EOPNOTSUPP")]
    [InlineData(110, "ETIMEDOUT")]
    [InlineData(133, "EHWPOISON")]
    [InlineData(512, "ERESTARTSYS")]
    [InlineData(516, "ERESTART_RESTARTBLOCK")]
    [InlineData(524, "ENOTSUPP")]
    [InlineData(0, "errno_0")]
    [InlineData(-2, "errno_-2")]
    [InlineData(4095, "errno_4095")]
    public void Number_HasItsName(int number, string name) => Assert.Equal(name, Errno.Name(number));

    [Theory]
    [InlineData(-1, true)]
    [InlineData(-4095, true)]
    [InlineData(-4096, false)]
    [InlineData(0, false)]
    [InlineData(3, false)]
    [InlineData(long.MinValue, false)]
    public void ErrorReturn_IsASmallNegative(long returnValue, bool isError) => Assert.Equal(isError, Errno.IsError(returnValue));

    [Fact]
    public void Restarts_AreNoFailures()
    {
        Assert.Equal([-516, -514, -513, -512], Enumerable.Range(-600, 600).Where(value => Errno.IsRestart(value)));
    }
}

using System.Text.RegularExpressions;
using Ftop.Output;
using Ftop.Session;

namespace Ftop.Tests;

/// <summary>Exceptions as a line and a status.</summary>
public sealed class FailureTests
{
    [Fact]
    public void ExpressionThatTakesTooLong_IsWrongUsage()
    {
        Assert.True(Failure.TryDescribe(new RegexMatchTimeoutException("a", "(a+)+$", TimeSpan.FromSeconds(1)), out int exitCode, out string message));
        Assert.Equal(ExitCode.Usage, exitCode);
        Assert.StartsWith("--filter: a regular expression takes more than a second", message, StringComparison.Ordinal);
    }
}

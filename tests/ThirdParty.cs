using System.Diagnostics.CodeAnalysis;

namespace Ftop;

/// <summary>Data that others own is not in this repository, but may stand beside it.</summary>
internal static class ThirdParty
{
    /// <summary>Skips a test whose data is not there, with the one reason for it that <c>.ci/run</c> allows.</summary>
    public static void Needs([DoesNotReturnIf(false)] bool isThere, string data) => Assert.SkipUnless(isThere, $"third-party data is not beside the repository: {data}");
}

using System.Collections.Immutable;

namespace Ftop.Tui;

/// <summary>What happened between two times, as the kernel's <c>trace</c> file says it.</summary>
/// <param name="Lines">A line each, without the header. Untrusted: made safe where they are shown.</param>
/// <param name="Note">What is not there, and why; null where all is.</param>
public sealed record PastText(ImmutableArray<string> Lines, string? Note)
{
    /// <summary>The system call with its arguments, <c>read(fd=3, …)</c>, where it was asked for and its begin is in memory. Untrusted.</summary>
    public string? Call { get; init; }
}

using System.Collections.Immutable;
using System.IO.Enumeration;

namespace Ftop.Tui.Control;

/// <summary>
/// Reads a list of events as <see cref="TracingState.Events"/> has it: <c>system:name</c>, or <c>system</c> alone where all of it is on.
/// </summary>
internal static class EventSet
{
    /// <summary>True where the event <c>system:name</c> is on; for <c>system:*</c>, where all of the system is.</summary>
    public static bool IsOn(ImmutableArray<string> events, string name)
    {
        ReadOnlySpan<char> system = SystemOf(name);
        foreach (string on in events)
        {
            if (on == name || system.SequenceEqual(on))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a list of single events has this one, one that matches, or one of this system.</summary>
    public static bool IsAnyOf(ImmutableArray<string> available, string need) =>
        IsGlob(need) ? available.Any(name => IsMatch(need, name))
        : need.Contains(':', StringComparison.Ordinal) ? available.Contains(need)
        : IsAnyOn(available, need);

    /// <summary>What is needed, with the single events that match in place of each glob; one that nothing matches stays.</summary>
    public static ImmutableArray<string> Expand(ImmutableArray<string> needs, ImmutableArray<string> available) => needs.Any(IsGlob)
        ? [.. needs.SelectMany(need => IsGlob(need) && IsAnyOf(available, need) ? available.Where(name => IsMatch(need, name)) : [need])]
        : needs;

    private static bool IsGlob(string need) => need.AsSpan().ContainsAny('*', '?');

    private static bool IsMatch(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: false);

    /// <summary>Whether an event is the one that is needed, or one of the system that is.</summary>
    public static bool IsOf(string system, string name, string need)
    {
        ReadOnlySpan<char> needed = SystemOf(need);
        return needed.SequenceEqual(system) && (needed.Length == need.Length || need.AsSpan(needed.Length + 1).SequenceEqual(name));
    }

    public static bool IsAnyOn(ImmutableArray<string> events, string system)
    {
        foreach (string on in events)
        {
            if (SystemOf(on).SequenceEqual(system))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The part before the colon; all of it where there is none.</summary>
    public static ReadOnlySpan<char> SystemOf(ReadOnlySpan<char> name) => name.IndexOf(':') is int colon and >= 0 ? name[..colon] : name;
}

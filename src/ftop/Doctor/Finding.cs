using System.Collections.Immutable;

namespace Ftop.Doctor;

/// <summary>One line of the doctor: <c>warn  function filters — set_ftrace_filter: EPERM, the kernel is locked down; boot with lockdown=none</c>.</summary>
/// <param name="Level">What it means.</param>
/// <param name="What">What was looked at.</param>
/// <param name="Why">What was found; empty where <paramref name="What"/> says it all.</param>
/// <param name="Remedy">What to do about it; empty for nothing.</param>
/// <param name="ExitCode">Of a <see cref="FindingLevel.Fail"/>, the exit code that it deserves; else <see cref="Output.ExitCode.Done"/>.</param>
internal sealed record Finding(FindingLevel Level, string What, string Why, string Remedy, int ExitCode)
{
    public static Finding Ok(string what, string why = "") => new(FindingLevel.Ok, what, why, "", Output.ExitCode.Done);

    public static Finding Warn(string what, string why, string remedy = "") => new(FindingLevel.Warn, what, why, remedy, Output.ExitCode.Done);

    public static Finding Fail(int exitCode, string what, string why, string remedy) => new(FindingLevel.Fail, what, why, remedy, exitCode);
}

/// <summary>What a finding means for ftop's work.</summary>
internal enum FindingLevel
{
    /// <summary>Works.</summary>
    Ok,

    /// <summary>Something is missing or reduced; the main job is not affected.</summary>
    Warn,

    /// <summary>The main job cannot run.</summary>
    Fail,
}

/// <summary>Findings of one kind, under a title.</summary>
internal sealed record FindingGroup(string Title, ImmutableArray<Finding> Findings);

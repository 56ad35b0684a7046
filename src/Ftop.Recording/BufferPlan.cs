using System.Collections.Immutable;

namespace Ftop.Recording;

/// <summary>What one buffer of a recording is to hold: the options that stand before the first <c>-B</c>, or behind one.</summary>
public sealed record BufferPlan
{
    /// <summary>Name of the instance; empty for the first buffer.</summary>
    public string Name { get; init; } = "";

    /// <summary>Tracer, <c>-p</c>.</summary>
    public string Tracer { get; init; } = "nop";

    /// <summary>Events, <c>-e</c>, in the order given.</summary>
    public ImmutableArray<EventPlan> Events { get; init; } = [];

    /// <summary>Globs of functions, <c>-l</c>.</summary>
    public ImmutableArray<string> Functions { get; init; } = [];

    /// <summary>Globs of functions left out, <c>-n</c>.</summary>
    public ImmutableArray<string> NotraceFunctions { get; init; } = [];

    /// <summary>Globs of functions whose graph is taken, <c>-g</c>.</summary>
    public ImmutableArray<string> GraphFunctions { get; init; } = [];

    /// <summary>Trace options, <c>-O</c>, and <c>stacktrace</c> for <c>-T</c>; with <c>no</c> before the name to switch one off.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>Trace clock, <c>-C</c>.</summary>
    public string? Clock { get; init; }

    /// <summary>CPUs, <c>-M</c>; empty for all.</summary>
    public ImmutableArray<int> Cpus { get; init; } = [];

    /// <summary>KiB per CPU, <c>-b</c>.</summary>
    public int? BufferSizeKb { get; init; }

    /// <summary>Whether anything is to be recorded.</summary>
    public bool IsEmpty => Events.IsEmpty && Tracer == "nop";
}

/// <summary>One <c>-e</c> with what follows it.</summary>
/// <param name="Glob">As in <c>sched</c>, <c>sched:sched_sw*</c>, <c>all</c>.</param>
/// <param name="On">False behind a <c>-v</c>.</param>
/// <param name="Filter"><c>-f</c>; null for none.</param>
/// <param name="Trigger"><c>-R</c>; null for none.</param>
public sealed record EventPlan(string Glob, bool On, string? Filter = null, string? Trigger = null);

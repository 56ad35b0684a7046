namespace Ftop.Tracefs.Control;

/// <summary>Events to switch on.</summary>
/// <param name="Glob">As in <c>sched</c>, <c>sched:sched_sw*</c>, <c>all</c>.</param>
/// <param name="Filter">The kernel's filter expression for these events (<c>events/…/filter</c>); null for every occurrence.</param>
public readonly record struct EventChoice(string Glob, string? Filter);

using System.Collections.Immutable;

namespace Ftop.Doctor;

/// <summary>Findings of one kind, under a title.</summary>
internal sealed record FindingGroup(string Title, ImmutableArray<Finding> Findings);

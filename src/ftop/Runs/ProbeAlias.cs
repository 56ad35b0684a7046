using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Decoding.Formats;
using Ftop.Tracefs.Probes;

namespace Ftop.Runs;

/// <summary>Views that need <c>probe:NAME</c> need an event of this process's own group, once it runs.</summary>
internal static class ProbeAlias
{
    private const string Prefix = ProbeSystem.Alias + ":";

    /// <summary>The same views; those that need no probe are the same objects.</summary>
    public static ImmutableArray<ViewDefinition> Resolve(ImmutableArray<ViewDefinition> views) => [.. views.Select(Resolve)];

    private static ViewDefinition Resolve(ViewDefinition view) => view.Needs.Any(IsOfProbe)
        ? view with { Needs = [.. view.Needs.Select(need => IsOfProbe(need) ? $"{ProbeControl.Group}:{need[Prefix.Length..]}" : need)] }
        : view;

    private static bool IsOfProbe(string need) => need.StartsWith(Prefix, StringComparison.Ordinal);
}

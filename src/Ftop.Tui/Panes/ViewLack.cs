using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Tui.Control;

namespace Ftop.Tui.Panes;

/// <summary>What a kernel lacks for a view, and what brings it.</summary>
internal static class ViewLack
{
    /// <summary>As the end of a sentence, <c>no events spi:spi_transfer_*: CONFIG_SPI brings them</c>; null where nothing is lacking, or what there is is not known.</summary>
    /// <param name="view">The view.</param>
    /// <param name="available">Events of the kernel; empty where they are not known.</param>
    public static string? Of(ViewDefinition view, ImmutableArray<string> available)
    {
        if (available.IsEmpty || view.Measures.IsEmpty || view.IsOfProbes)
        {
            return null;
        }

        string? missing = view.Needs.FirstOrDefault(need => !EventSet.IsAnyOf(available, need));
        bool hasNone = view.Needs.IsEmpty && !view.Also.Any(need => EventSet.IsAnyOf(available, need));
        return missing is null && !hasNone ? null : $"no events {missing ?? "of these"}: {view.NeedsConfig} brings them";
    }
}

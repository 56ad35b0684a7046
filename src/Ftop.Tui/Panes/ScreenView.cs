using System.Collections.Immutable;
using Ftop.Aggregation.Views;

namespace Ftop.Tui.Panes;

/// <summary>A view of the catalogue on the screen.</summary>
/// <param name="Definition">What it is.</param>
/// <param name="Panes">One pane, or those of the start screen.</param>
internal sealed record ScreenView(ViewDefinition Definition, ImmutableArray<TablePane> Panes)
{
    /// <summary>The start screen, every view of the catalogue in its order, and the operator's own.</summary>
    public static ImmutableArray<ScreenView> AllOf(Screen screen, ImmutableArray<ViewDefinition> own)
    {
        ImmutableArray<ScreenView> views = [.. ViewCatalog.All.Concat(own).Select(view => new ScreenView(view, [PaneOf(view, screen)]))];
        TablePane Pane(string id) => views.Single(view => view.Definition.Id == id).Panes[0];
        return [new ScreenView(ViewCatalog.Start, [Pane("functions"), Pane("syscalls"), Pane("cpus")]), .. views];
    }

    private static TablePane PaneOf(ViewDefinition view, Screen screen) => view.Id switch
    {
        "functions" => new FunctionPane(screen),
        "syscalls" => new SystemCallPane(screen),
        "cpus" => new CpuPane(screen),
        "events" => new EventPane(screen, view.Title),
        "processes" => new ProcessPane(screen),
        _ => new MeasurePane(screen, view),
    };
}

using System.Collections.Immutable;
using Ftop.Tui.Control;

namespace Ftop.Tui.Panes;

/// <summary>One view: the key that chooses it, its panes, and what has to be on for it.</summary>
/// <param name="Number">The key, 0 to 8.</param>
/// <param name="Title">For the status line.</param>
/// <param name="Panes">One pane, or those of the start screen.</param>
/// <param name="Need">As <see cref="ViewNeeds.Wanted"/>.</param>
internal sealed record ViewDefinition(int Number, string Title, ImmutableArray<TablePane> Panes, string? Need)
{
    public static ImmutableArray<ViewDefinition> AllOf(Screen screen)
    {
        var functions = new FunctionPane(screen);
        var systemCalls = new SystemCallPane(screen);
        var cpus = new CpuPane(screen);
        return
        [
            new(0, "ftop", [functions, systemCalls, cpus], null),
            Single(1, functions, null),
            Single(2, systemCalls, ViewNeeds.SystemCalls),
            Single(3, cpus, null),
            Single(4, new EventPane(screen, "Events", null), null),
            Single(5, new ProcessPane(screen), null),
            Single(6, new EventPane(screen, "Interrupts", "irq"), "irq"),
            Single(7, new EventPane(screen, "Scheduling", "sched"), "sched"),
            Single(8, new EventPane(screen, "Block I/O", "block"), "block"),
        ];
    }

    private static ViewDefinition Single(int number, TablePane pane, string? need) => new(number, pane.PaneTitle, [pane], need);
}

using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Tui.Themes;

namespace Ftop.Tui;

/// <summary>What <see cref="AppWindow"/> needs beside windows and control.</summary>
public sealed record AppOptions
{
    /// <summary>Runs an action on the UI thread, soon: <see cref="Terminal.Application.TerminalApplication.Post"/>. Called from any thread.</summary>
    public required Action<Action> Post { get; init; }

    /// <summary>Themes and the one selected; <c>T</c> chooses another.</summary>
    public required ThemeCatalog Themes { get; init; }

    /// <summary>Draws with ASCII alone, as <c>--ascii</c> asks.</summary>
    public bool IsAscii { get; init; }

    /// <summary>View on screen at first, by its key: 0 for the start screen, to 8.</summary>
    public int InitialView { get; init; }

    /// <summary>Views beside those of the catalogue; the first of them is shown at first.</summary>
    public ImmutableArray<ViewDefinition> OwnViews { get; init; } = [];

    /// <summary>Whether probes are made from the start: then they are what is shown first.</summary>
    public bool HasProbes { get; init; }

    /// <summary>More of them, which wait in the menu.</summary>
    public ImmutableArray<ViewDefinition> FurtherViews { get; init; } = [];

    /// <summary>The recording that is played; null where the windows are of the running kernel.</summary>
    public IReplayControl? Replay { get; init; }

    /// <summary>Puts tracing back; waited for with the screen up when the operator quits. Null where nothing is to be put back. Called on the UI thread, once.</summary>
    public Func<Task>? End { get; init; }

    /// <summary>Tells how long the kernel takes for a change.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What is being done before the first window can come, in a few words each, from any thread; null for nothing.</summary>
    public IObservable<string>? StartingSteps { get; init; }

    /// <summary>The doctor's report, lines ended by line feeds, for <c>D</c>. Called on the UI thread.</summary>
    public Func<string>? DoctorText { get; init; }
}

using Ftop.Tui.Themes;

namespace Ftop.Tui;

/// <summary>What <see cref="AppWindow"/> needs beside windows and control.</summary>
public sealed record AppOptions
{
    /// <summary>Runs an action on the UI thread, soon: <see cref="Terminal.TerminalApplication.Post"/>. Called from any thread.</summary>
    public required Action<Action> Post { get; init; }

    /// <summary>Themes and the one selected; <c>T</c> chooses another.</summary>
    public required ThemeCatalog Themes { get; init; }

    /// <summary>Draws with ASCII alone, as <c>--ascii</c> asks.</summary>
    public bool IsAscii { get; init; }

    /// <summary>View on screen at first, by its key: 0 for the start screen, to 8.</summary>
    public int InitialView { get; init; }

    /// <summary>The doctor's report, lines ended by line feeds, for <c>D</c>. Called on the UI thread.</summary>
    public Func<string>? DoctorText { get; init; }
}

using System.Drawing;
using System.Reactive.Linq;
using System.Runtime.ExceptionServices;
using Ftop.Aggregation.Windows;
using Ftop.CommandLine;
using Ftop.Output;
using Ftop.Tui;
using Ftop.Tui.Terminal;
using Ftop.Tui.Terminal.Application;
using Ftop.Tui.Themes;

namespace Ftop;

/// <summary>The terminal as the command line and the user's configuration want it, with its themes.</summary>
internal sealed class OperatorScreen : IDisposable
{
    private readonly TimeSpan? _repair;
    private readonly IDisposable _lastResort;
    private ExceptionDispatchInfo? _failure;

    private OperatorScreen(TerminalApplication terminal, ThemeCatalog themes, TimeSpan? repair)
    {
        (Terminal, Themes, _repair) = (terminal, themes, repair);
        _lastResort = LastResort.PutBack(terminal.PutBack);
    }

    /// <summary>Where the screen runs.</summary>
    public TerminalApplication Terminal { get; }

    /// <summary>All themes, the one that was asked for selected.</summary>
    public ThemeCatalog Themes { get; }

    /// <summary>Reads the themes and takes the terminal; <see cref="Dispose"/> gives it back.</summary>
    /// <exception cref="RefusalException">The theme that was chosen is wrong or unknown.</exception>
    /// <exception cref="TerminalException">There is no terminal.</exception>
    public static OperatorScreen Open(LiveOptions options)
    {
        ThemeCatalog themes = LoadThemes(options);
        var terminal = TerminalApplication.Open(new TerminalOptions
        {
            IsAscii = options.IsAscii,
            IsMono = options.IsMono,
            LineRateBaud = options.LineRateBaud ?? 0,
            Size = options.Size is ScreenSize size ? new Size(size.Columns, size.Rows) : null,
        });
        themes = terminal.IsMono ? themes.WithoutColors() : themes;
        _ = options.Theme is null && terminal.Theme is string theme && themes.TrySelect(theme);
        return new OperatorScreen(terminal, themes, options.Repair);
    }

    /// <summary>What an application on this screen shows, whatever its windows come from.</summary>
    /// <param name="options">Of the command line.</param>
    /// <param name="tracer">The tracer at first.</param>
    public AppOptions Options(LiveOptions options, string? tracer) => new()
    {
        Post = Terminal.Post,
        Themes = Themes,
        IsAscii = Terminal.IsAscii,
        InitialView = tracer is "function" or "function_graph" ? 1 : 0,
        OwnViews = options.OwnViews,
        HasProbes = !options.Probes.IsEmpty,
    };

    /// <summary>Ends the screen after so many windows, or with them; <see cref="ThrowFailure"/> tells the error that ended them.</summary>
    /// <param name="windows">What is shown.</param>
    /// <param name="iterations">How many; null for all.</param>
    /// <param name="quit">Ends it as the operator would, on the screen's thread.</param>
    public IDisposable StopAfter(IObservable<WindowSnapshot> windows, int? iterations, Action quit) => windows.Take(iterations ?? int.MaxValue).Subscribe(
        static _ => { },
        error =>
        {
            _failure = ExceptionDispatchInfo.Capture(error);
            Terminal.Stop();
        },
        () => Terminal.Post(quit));

    /// <summary>Throws the error that ended the windows, if one did; once all is put back.</summary>
    public void ThrowFailure() => _failure?.Throw();

    /// <summary>A doctor's text with what was left out of the themes.</summary>
    public string WithThemes(string doctor) => Themes.Diagnostics.IsEmpty
        ? doctor
        : $"{doctor}Themes\n{string.Concat(Themes.Diagnostics.Select(fault => $"  warn  {PlainText.Of(Path.GetFileName(fault.Path))}: left out: {PlainText.Of(fault.ToString())}\n"))}";

    /// <summary>Shows a window until it ends.</summary>
    public void Run(AppWindow window)
    {
        if (_repair is TimeSpan period)
        {
            Terminal.RepairEvery(period);
        }

        Terminal.Run(window);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Terminal.Dispose();
        _lastResort.Dispose();
    }

    private static ThemeCatalog LoadThemes(LiveOptions options)
    {
        var themes = ThemeCatalog.Load(ThemeCatalog.Directories);
        string? chosen = options.Theme;
        if (chosen is null || themes.TrySelect(chosen))
        {
            return themes; // a fault in one that nobody chose is the doctor's to tell
        }

        throw themes.Diagnostics.FirstOrDefault(fault => fault.Name == chosen) is { Path: not null } fault
            ? new RefusalException(ExitCode.BadInput, fault.ToString())
            : new RefusalException(ExitCode.Usage, $"--theme {chosen}: expected one of {string.Join(", ", themes.Themes.Select(theme => theme.Name))}");
    }
}

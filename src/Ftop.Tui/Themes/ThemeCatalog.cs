using System.Collections.Immutable;

namespace Ftop.Tui.Themes;

/// <summary>The themes that were found, and the one that is shown.</summary>
public sealed class ThemeCatalog
{
    private ThemeCatalog(ImmutableArray<Theme> themes, ImmutableArray<ThemeDiagnostic> diagnostics)
    {
        Themes = themes;
        Diagnostics = diagnostics;
        Current = themes.FirstOrDefault(theme => theme.Name == "default") ?? themes[0];
    }

    /// <summary>Sorted by name; never empty.</summary>
    public ImmutableArray<Theme> Themes { get; }

    /// <summary>Files that were left out, each with its first fault.</summary>
    public ImmutableArray<ThemeDiagnostic> Diagnostics { get; }

    /// <summary>The same themes without colours, for a terminal that has none.</summary>
    public ThemeCatalog WithoutColors()
    {
        var catalog = new ThemeCatalog([.. Themes.Select(theme => theme.WithoutColors())], Diagnostics);
        _ = catalog.TrySelect(Current.Name);
        return catalog;
    }

    /// <summary>What the panes draw with; <c>default</c> at first.</summary>
    public Theme Current { get; private set; }

    /// <summary><c>themes</c> beside the program, then <c>$XDG_CONFIG_HOME/ftop/themes</c> (<c>~/.config</c> where it is not set).</summary>
    public static ImmutableArray<string> Directories
    {
        get
        {
            string? config = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
            config = string.IsNullOrEmpty(config) ? Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".config") : config;
            return [Path.Combine(AppContext.BaseDirectory, "themes"), Path.Combine(config, "ftop", "themes")];
        }
    }

    /// <summary>Reads every <c>*.json</c> of <paramref name="directories"/>; of two with one name the later counts. Faults are diagnostics.</summary>
    public static ThemeCatalog Load(ImmutableArray<string> directories)
    {
        var themes = new SortedDictionary<string, Theme>(StringComparer.Ordinal);
        ImmutableArray<ThemeDiagnostic>.Builder diagnostics = ImmutableArray.CreateBuilder<ThemeDiagnostic>();
        foreach (string path in directories.SelectMany(directory => FilesOf(directory, diagnostics)))
        {
            if (TryLoad(path, out Theme theme, out ThemeDiagnostic diagnostic))
            {
                themes[theme.Name] = theme;
            }
            else
            {
                diagnostics.Add(diagnostic);
            }
        }

        return new ThemeCatalog(themes.Count == 0 ? [Theme.Plain] : [.. themes.Values], diagnostics.ToImmutable());
    }

    /// <summary>False where there is no theme of that name.</summary>
    public bool TrySelect(string name)
    {
        Theme? theme = Themes.FirstOrDefault(theme => theme.Name == name);
        Current = theme ?? Current;
        return theme is not null;
    }

    private static IEnumerable<string> FilesOf(string directory, ImmutableArray<ThemeDiagnostic>.Builder diagnostics)
    {
        try
        {
            return Directory.Exists(directory) ? Directory.GetFiles(directory, "*.json").Order(StringComparer.Ordinal) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(new ThemeDiagnostic(directory, 0, 0, "the directory cannot be read"));
            return [];
        }
    }

    private static bool TryLoad(string path, out Theme theme, out ThemeDiagnostic diagnostic)
    {
        if (SettingsFile.TryRead(path, out string fault) is byte[] json)
        {
            return ThemeReader.TryRead(Path.GetFileNameWithoutExtension(path), path, json, out theme, out diagnostic);
        }

        (theme, diagnostic) = (Theme.Plain, new ThemeDiagnostic(path, 0, 0, fault));
        return false;
    }
}

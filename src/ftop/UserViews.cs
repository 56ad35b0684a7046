using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Views.Files;
using Ftop.Aggregation.Windows;
using Ftop.Output;
using Ftop.Tui;

namespace Ftop;

/// <summary>The operator's views from files: those of <c>--view</c>, and all of <c>$XDG_CONFIG_HOME/ftop/views/*.json</c>, in which what is wrong is said and left out.</summary>
/// <param name="Views">In the order of the files' names.</param>
/// <param name="Faults">A line for each file that was left out; made safe.</param>
internal sealed record UserViews(ImmutableArray<ViewDefinition> Views, ImmutableArray<string> Faults)
{
    private const int MostFiles = 100;

    /// <summary>Beside <see cref="UserConfig.DefaultPath"/>.</summary>
    public static string DefaultDirectory => Path.Combine(Path.GetDirectoryName(UserConfig.DefaultPath)!, "views");

    /// <summary>Views that have their names from ftop.</summary>
    public static ImmutableArray<ViewDefinition> BuiltIn { get; } = [ViewCatalog.Start, .. ViewCatalog.All];

    /// <summary>No views.</summary>
    public static UserViews None { get; } = new([], []);

    /// <summary>Reads a directory; none where there is none.</summary>
    public static UserViews Read(string directory)
    {
        ImmutableArray<ViewDefinition>.Builder views = ImmutableArray.CreateBuilder<ViewDefinition>();
        ImmutableArray<string>.Builder faults = ImmutableArray.CreateBuilder<string>();
        foreach (string path in FilesOf(directory, faults))
        {
            if (TryReadFile(path, [.. BuiltIn, .. views], out ImmutableArray<ViewDefinition> read, out string fault))
            {
                views.AddRange(read);
            }
            else
            {
                faults.Add($"{fault}; this file is left out");
            }
        }

        return new UserViews(views.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>Reads one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="taken">Views whose ids these may not have.</param>
    /// <param name="views">Empty where there is a fault.</param>
    /// <param name="fault">Path, line, column and what was expected; made safe.</param>
    public static bool TryReadFile(string path, IEnumerable<ViewDefinition> taken, out ImmutableArray<ViewDefinition> views, out string fault)
    {
        views = [];
        if (SettingsFile.TryReadTrusted(path, out fault) is byte[] json)
        {
            ViewFileReader.TryParse(json, taken, out views, out fault);
        }

        fault = fault.Length == 0 ? "" : PlainText.Of($"{path}: {fault}");
        return fault.Length == 0;
    }

    /// <summary>Without those whose ids others have.</summary>
    public UserViews Without(ImmutableArray<ViewDefinition> others) => this with { Views = Views.RemoveAll(view => others.Any(other => other.Id == view.Id)) };

    /// <summary>Adds what was left out to what a window has to say.</summary>
    public WindowSnapshot Tell(WindowSnapshot window) => Faults.IsEmpty ? window : window with { Notices = [.. window.Notices, .. Faults] };

    private static IEnumerable<string> FilesOf(string directory, ImmutableArray<string>.Builder faults)
    {
        try
        {
            string[] files = Directory.Exists(directory) ? [.. Directory.EnumerateFiles(directory, "*.json").Take(MostFiles + 1).Order(StringComparer.Ordinal)] : [];
            if (files.Length > MostFiles)
            {
                faults.Add($"{directory}: more than {MostFiles} files; the others are left out");
            }

            return files.Take(MostFiles);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{directory}: {e.Message}");
            return [];
        }
    }
}

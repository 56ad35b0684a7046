namespace Ftop.EndToEnd.Tests;

/// <summary>Where the built programs are.</summary>
internal static class Repository
{
    private const string Configuration = "Release";

    public static string Root { get; } = FindRoot();

    /// <summary>The program under test: the build's, or the published one that the variable <c>FTOP</c> names.</summary>
    public static string Ftop { get; } = Environment.GetEnvironmentVariable("FTOP") is { Length: > 0 } path
        ? Path.GetFullPath(path, Root)
        : Path.Combine(Root, "src", "ftop", "bin", Configuration, "net10.0", "ftop");

    public static string Workload { get; } = Path.Combine(Root, "tests", "Ftop.Workload", "bin", Configuration, "net10.0", "Ftop.Workload");

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "ftop.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException($"no ftop.sln above {AppContext.BaseDirectory}");
    }
}

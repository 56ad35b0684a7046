namespace Ftop.TraceDat.Tests;

/// <summary>Where the repository is, and what stands beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Data { get; } = Path.Combine(Root, "tests", "data");

    /// <summary>Captures that are not part of this repository.</summary>
    public static string SharedData { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "testdata"));

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "ftop.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException("ftop.sln above " + AppContext.BaseDirectory);
    }
}

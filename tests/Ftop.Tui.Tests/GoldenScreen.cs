using System.Runtime.CompilerServices;

namespace Ftop.Tui.Tests;

/// <summary>Screens as text files, approved by reading. <c>FTOP_APPROVE=1</c> writes them anew.</summary>
internal static class GoldenScreen
{
    public static void Check(string name, HeadlessTerminal terminal, [CallerFilePath] string testFile = "") =>
        Check(name, terminal.Text + "\n", testFile);

    public static void Check(string name, string screen, [CallerFilePath] string testFile = "")
    {
        string directory = Path.GetDirectoryName(testFile)!;
        directory = Path.GetFileName(directory) == "Ftop.Tui.Tests" ? directory : Path.GetDirectoryName(directory)!;
        string path = Path.Combine(directory, "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("FTOP_APPROVE") == "1")
        {
            File.WriteAllText(path, screen);
        }

        Assert.Equal(File.ReadAllText(path), screen);
    }
}

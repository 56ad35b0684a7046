using System.Text.RegularExpressions;

namespace Ftop.EndToEnd.Tests;

/// <summary>What of a screen is the same on every run: words and where they stand in a line, without numbers, bars and repeated rows.</summary>
internal static partial class ScreenMask
{
    /// <summary>Numbers with their unit become <c>#</c>, runs of blanks one blank, and lines that are then equal to the one before go.</summary>
    public static string Mask(string screen)
    {
        IEnumerable<string> lines = screen.TrimEnd().Split('\n').Select(line => Blanks().Replace(Numbers().Replace(Bars().Replace(line, " "), " #"), " ").TrimEnd())
            .Select(line => line.Replace(" buffer #", "", StringComparison.Ordinal)) // there only where the numbers before it leave room
            .Select(line => RuntimeThread().Replace(Futex().Replace(line, ""), "")); // the workload's runtime waits now and then
        string? before = null;
        return string.Join('\n', lines.Where(line =>
        {
            bool isNew = line != before;
            before = line;
            return isNew;
        })) + "\n";
    }

    [GeneratedRegex(@" *[≥]?\b[0-9][0-9.]*(k|M|G|ns|µs|us|ms|s|%)?(?![\w:])")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"[\u2580-\u259f]+")]
    private static partial Regex Bars();

    [GeneratedRegex(@" ?\bfutex( #)*( [A-Z]+)?$")]
    private static partial Regex Futex();

    [GeneratedRegex(@"^ #? ?\.NET [\w ]+( #)*$")]
    private static partial Regex RuntimeThread();

    [GeneratedRegex(@" {2,}")]
    private static partial Regex Blanks();
}

using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;
using Ftop.Decoding.Tests.Data;
using Ftop.Decoding.Tests.Text;

namespace Ftop.Decoding.Tests.PrintFmt;

public sealed class PrintFmtParserTests(ITestOutputHelper output)
{
    /// <summary>All that cannot be printed as the kernel does, of every format at hand: the event, and the reason.</summary>
    private static readonly Dictionary<string, string> Listed = File.ReadLines(Path.Combine(TestData.RepositoryRoot, "docs", "events-printed-otherwise.md"))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 4 && cells[1].Contains(':', StringComparison.Ordinal))
        .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2]);

    private static readonly string[] KernelVariables = ["vmemmap_base", "jiffies"];

    private static readonly string[] Kernels = ["guest-x86_64-6.1", "host-x86_64-6.18"];

    [Fact]
    public void EveryListedEvent_IsOneOfAKernelAtHand()
    {
        HashSet<string> known = [.. Kernels
            .SelectMany(kernel => Recording.ReadFormats(Path.Combine(Recording.DataDirectory, kernel, "formats.tar.gz"))).Where(format => Reason(format) is not null)
            .Select(format => format.ToString())];
        Assert.Equal(Listed.Keys.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("guest-x86_64-6.1", 1470)]
    [InlineData("host-x86_64-6.18", 2323)]
    public void EveryFormatOfAKernel_ParsesOrIsListed(string kernel, int formats)
    {
        EventFormat[] all = [.. Recording.ReadFormats(Path.Combine(Recording.DataDirectory, kernel, "formats.tar.gz"))];
        Assert.Equal(formats, all.Length);
        AssertParsesOrIsListed(all);
    }

    [Fact]
    public void EveryFormatOfThisKernel_ParsesOrIsListed()
    {
        List<EventFormat> all = [];
        foreach ((string system, byte[] text) in RunningKernel.Formats())
        {
            Assert.True(EventFormatParser.TryParse(text, system, out EventFormat? format, out TextDiagnostic diagnostic), $"{system}: {diagnostic}");
            all.Add(format);
        }

        AssertParsesOrIsListed(all);
    }

    private void AssertParsesOrIsListed(IReadOnlyCollection<EventFormat> formats)
    {
        List<string> unexpected = [];
        int listed = 0;
        foreach (EventFormat format in formats)
        {
            string? reason = Reason(format);
            if (reason != Listed.GetValueOrDefault(format.ToString()) && !IsOtherwiseElsewhere(format, reason))
            {
                unexpected.Add($"| `{format}` | {reason} |");
            }

            listed += reason is null ? 0 : 1;
        }

        output.WriteLine($"{formats.Count} formats: {formats.Count - listed} print as the kernel does, {listed} are listed");
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected.Order(StringComparer.Ordinal)));
    }

    // A kernel's event may lack what makes the same event of another kernel one of the list.
    private static bool IsOtherwiseElsewhere(EventFormat format, string? reason) => reason is null && Listed.ContainsKey(format.ToString());

    private static string? Reason(EventFormat format) => !PrintFmtParser.TryParse(format, out ParsedPrintFmt? printFmt, out TextDiagnostic diagnostic)
        ? $"by fields: {diagnostic.Message}"
        : printFmt.UnknownNames.FirstOrDefault(KernelVariables.Contains) is string variable ? $"`?` for what is calculated with the kernel's `{variable}`"
        : printFmt.UnknownNames.Count > 0 ? "`?` for constants whose numbers the format does not tell"
        : null;
}

using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.Tests.Data;
using Ftop.Decoding.Tests.Text;
using Ftop.Decoding.Text.Symbols;

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

    // arm64: vmemmap_base and memstart_addr are the kernel's own, and so is the size of struct page.
    [Fact]
    public void AddressThatOnlyTheKernelCanCompute_IsAQuestionMarkAlone()
    {
        const string PrintFmt = "\"page=%p pfn=0x%lx order=%d\", REC->pfn != -1UL ? (((struct page *)(-((((1UL))) << (((48)) - ((12) - (__builtin_constant_p(sizeof(struct page)) ? 6 : f(sizeof(struct page)))))))"
            + " - (memstart_addr >> 12)) + (REC->pfn)) : ((void *)0), REC->pfn, REC->order";
        Assert.Equal("page=? pfn=0x1234 order=3", PrintFmtText.Print(PrintFmt, [0x34, 0x12, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0], "unsigned long pfn;8;8;0", "unsigned int order;16;4;0"));
        Assert.False(PrintFmtParser.TryParse(PrintFmtText.Format("\"%s\", f(1)"), out _, out _));
    }

    [Theory]
    [InlineData("fn=\"/dev/null\" n=3", 9 + 1)]
    [InlineData("fn=(fault) n=3", 0)]
    public void StringOfAProbeThatCouldNotBeFetched_IsAFault(string expected, int length)
    {
        EventFormat format = PrintFmtText.Format("\" fn=\\\"%s\\\" n=%d\", __get_str(fn), REC->n", "__data_loc char[] fn;8;4;1", "int n;12;4;1");
        byte[] record = [.. new byte[8], 16, 0, (byte)length, 0, 3, 0, 0, 0, .. "/dev/null\0"u8];
        Assert.True(PrintFmtParser.TryParse(format, out ParsedPrintFmt? parsed, out _));
        using var text = new Ftop.Decoding.Text.TextBuffer();
        parsed.Write(record, new PrintNames(new SymbolText(null, 8), PrintkFormats.Empty), text, marksFaults: true);
        Assert.Equal($" {expected}", System.Text.Encoding.UTF8.GetString(text.Written));
    }

    [Fact]
    public void KernelInTheLowerHalf_IsToldByItsSymbols()
    {
        var low = new SymbolText(SymbolTable.Read("100000 T _stext\n100100 T do_exit\n200000 T _etext\n300000 B _end\n"u8.ToArray().AsMemory()), 8);
        Assert.True(low.IsOfKernel(0x100104));
        Assert.False(low.IsOfKernel(0x2aa00001000));
        var high = new SymbolText(SymbolTable.Read("ffffffff81000000 T _stext\nffffffff82000000 T _etext\n"u8.ToArray().AsMemory()), 8);
        Assert.True(high.IsOfKernel(0xffffffff81000104));
        Assert.False(high.IsOfKernel(0x401000));
    }
}

using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;
using Ftop.Decoding.Tests.Data;
using Ftop.Decoding.Tests.Text;

namespace Ftop.Decoding.Tests.PrintFmt;

public sealed class PrintFmtParserTests(ITestOutputHelper output)
{
    /// <summary>All that cannot be evaluated outside the kernel, of every format at hand. The name says the event, the text the reason.</summary>
    private static readonly Dictionary<string, string> Unprintable = new()
    {
        ["intel_iommu:prq_report"] = "'decode_prq_descriptor()' can only be called in the kernel",
        ["jbd2:jbd2_checkpoint_stats"] = "'jiffies_to_msecs()' can only be called in the kernel",
        ["jbd2:jbd2_run_stats"] = "'jiffies_to_msecs()' can only be called in the kernel",
        ["ras:extlog_mem_event"] = "'cper_severity_str()' can only be called in the kernel",
        ["ras:mc_event"] = "'mc_event_error_type()' can only be called in the kernel",
        ["xen:xen_mc_entry"] = "'xen_hypercall_name()' can only be called in the kernel",
        ["xen:xen_mc_extend_args"] = "'xen_hypercall_name()' can only be called in the kernel",
        ["dma:dma_map_sg"] = "a statement expression can only be run by the kernel",
        ["kvmmmu:kvm_mmu_get_page"] = "a statement expression can only be run by the kernel",
        ["kvmmmu:kvm_mmu_prepare_zap_page"] = "a statement expression can only be run by the kernel",
        ["kvmmmu:kvm_mmu_sync_page"] = "a statement expression can only be run by the kernel",
        ["kvmmmu:kvm_mmu_unsync_page"] = "a statement expression can only be run by the kernel",
    };

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
        int parsed = 0;
        int partial = 0;
        int listed = 0;
        foreach (EventFormat format in formats)
        {
            if (PrintFmtParser.TryParse(format, out ParsedPrintFmt? printFmt, out TextDiagnostic diagnostic))
            {
                parsed++;
                partial += printFmt.UnknownNames.Count > 0 ? 1 : 0;
            }
            else if (Unprintable.GetValueOrDefault(format.ToString()) == diagnostic.Message)
            {
                listed++;
            }
            else
            {
                unexpected.Add($"{format}: {diagnostic}\n    {format.PrintFmt}");
            }
        }

        output.WriteLine($"{formats.Count} formats: {parsed} parse ({partial} with names that only the kernel knows), {listed} are listed");
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
    }
}

using System.Text.Json;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Tests.Data;

namespace Ftop.Decoding.Tests.RingBuffer;

/// <summary>Pages that another project keeps with what it expects of them; they are no part of this repository.</summary>
public sealed class PerfettoPageTests
{
    private static readonly string Folder = Path.Combine(TestData.SharedRoot, "perfetto", "pages");

    [Theory]
    [InlineData("full_page_sched_switch")]
    [InlineData("kprobe_fuse_file_write_iter")]
    [InlineData("single_print")]
    [InlineData("six_sched_switch")]
    [InlineData("switch_page")]
    [InlineData("switch_page_lost_events")]
    [InlineData("three_prints")]
    public void Page_ReadsAsAsserted(string name)
    {
        ThirdParty.Needs(Directory.Exists(Folder), Folder);
        JsonElement facts = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        JsonElement asserted = facts.GetProperty("asserted");
        byte[] page = File.ReadAllBytes(Path.Combine(Folder, name + ".bin"));
        List<string> microseconds = [];
        var reader = new SubBufferReader(page, HeaderPage.Default);
        while (reader.TryReadNext(out EventRecord record))
        {
            ulong rounded = (record.Timestamp + 500) / 1000;
            microseconds.Add($"{rounded / 1000000}.{rounded % 1000000:D6}");
        }

        Assert.Equal(DecodeStatus.Ok, reader.Status);
        Assert.Equal(asserted.GetProperty("event_count").GetInt32(), microseconds.Count);
        Assert.Equal(asserted.GetProperty("lost_events_flag").GetBoolean(), reader.MissedEvents.Any);
        if (facts.TryGetProperty("trace_text_from_source_comment", out JsonElement text))
        {
            // The page can be a part of that text.
            string[] lines = [.. text.EnumerateArray().Select(line => line.GetString() ?? "")];
            Assert.All(microseconds, time => Assert.Contains(lines, line => line.Contains($" {time}:", StringComparison.Ordinal)));
        }

        ReadResult.ByBoth(page, HeaderPage.Default);
    }
}

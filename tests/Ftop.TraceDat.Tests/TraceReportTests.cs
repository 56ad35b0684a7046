using System.Text;
using System.Text.Json;
using Ftop.Decoding.Filters;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat.Tests;

public sealed class TraceReportTests
{
    [Theory]
    [InlineData(false, 8)]
    [InlineData(false, 4)]
    [InlineData(true, 8)]
    [InlineData(true, 4)]
    public void EveryByteOrderAndLong_GivesTheSameText(bool bigEndian, int longSizeBytes)
    {
        using var recording = new Recording(new DatBuilder(bigEndian, longSizeBytes).Build());
        string[] lines = Text(recording).Split('\n')[^4..];
        Assert.Equal(
            [
                "          worker-7       [000] ...1.     5.000001: tick: value=0 tag=abcdefg",
                "          worker-7       [000] ...1.     5.000002: tick: value=1 tag=abcdefg",
                "          worker-7       [000] ...1.     5.000003: tick: value=2 tag=abcdefg",
                "",
            ],
            lines);
    }

    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, 4)]
    public void Json_HasTypedFields(bool bigEndian, int longSizeBytes)
    {
        using var recording = new Recording(new DatBuilder(bigEndian, longSizeBytes).Build(eventsPerPage: 1));
        Assert.Equal(
            "{\"timeNs\":5000001000,\"cpu\":0,\"pid\":7,\"comm\":\"worker\",\"flags\":\"...1.\",\"system\":\"test\",\"event\":\"tick\","
            + "\"fields\":{\"value\":0,\"tag\":\"abcdefg\"},\"text\":\"value=0 tag=abcdefg\"}\n",
            Json(recording));
    }

    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_graph_ev_v6")]
    public void Json_HasAnObjectForEveryEvent(string name)
    {
        using var recording = new Recording(name);
        string[] lines = Json(recording).TrimEnd('\n').Split('\n');
        ulong before = 0;
        foreach (string line in lines)
        {
            using JsonDocument json = JsonDocument.Parse(line);
            ulong time = json.RootElement.GetProperty("timeNs").GetUInt64();
            Assert.True(time >= before);
            before = time;
            Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("fields").ValueKind);
        }

        Assert.Equal(Recording.Report(name, "report-N").Count(line => line.Contains("[00", StringComparison.Ordinal)), lines.Length);
    }

    [Fact]
    public void Timeline_OpensAsTraceEvents()
    {
        using var recording = new Recording("x86_graph_ev_v6");
        using var input = RecordedInput.Open(recording.Path);
        using var output = new MemoryStream();
        TraceReport.WriteTimeline(input, output);

        using JsonDocument json = JsonDocument.Parse(output.ToArray());
        Dictionary<string, int> phases = json.RootElement.GetProperty("traceEvents").EnumerateArray()
            .GroupBy(item => item.GetProperty("ph").GetString()!).ToDictionary(group => group.Key, group => group.Count());
        string[] events = [.. Recording.Report("x86_graph_ev_v6", "report-N").Where(line => line.Contains("[00", StringComparison.Ordinal))];
        int Count(string name) => events.Count(line => line.Contains($": {name}: ", StringComparison.Ordinal));
        Assert.Equal(Count("funcgraph_entry") + Count("sys_enter"), phases["B"]);
        Assert.InRange(phases["E"], (Count("funcgraph_exit") + Count("sys_exit")) * 95 / 100, phases["B"]);
        JsonElement call = json.RootElement.GetProperty("traceEvents").EnumerateArray()
            .First(item => item.GetProperty("ph").GetString() == "B" && item.GetProperty("cat").GetString() == "raw_syscalls");
        Assert.Equal("execve", call.GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("test/tick : value == 1", 1)]
    [InlineData("tick:value >= 1 && value < 3", 2)]
    [InlineData("TEST", 3)]
    [InlineData("t.*", 3)]
    [InlineData("tes", 0)]
    [InlineData("tick : !(value == 0 || value == 2)", 1)]
    [InlineData("tick : value & 1", 1)]
    [InlineData("tick : value * 2 + 1 == 5", 1)]
    [InlineData("tick : tag == \"abcdefg\" && COMM == 'worker' && CPU == 0", 3)]
    [InlineData("tick : COMM != 'worker'", 0)]
    [InlineData("tick : tag =~ '^abc' && common_pid == 7", 3)]
    [InlineData("tick : bogus == 1 || value == 0x2", 1)]
    [InlineData("tick : bogus != 1", 0)]
    public void Filter_ChoosesEvents(string text, int expected)
    {
        Assert.True(EventFilter.TryParse(text, out EventFilter? filter, out string fault), fault);
        using var recording = new Recording(new DatBuilder(false, 8).Build());
        var selection = new TraceSelection { Filters = [filter!] };
        Assert.Equal(expected, Text(recording, selection).Split('\n').Count(line => line.Contains("value=", StringComparison.Ordinal)));
        Assert.Equal(expected, Json(recording, selection).Count(c => c == '\n'));
    }

    [Theory]
    [InlineData("tick : value ==", "column 16: expected a field, a number or a text")]
    [InlineData("tick : (value", "column 14: expected ')'")]
    [InlineData("tick : 12x == 1", "column 8: expected a number, decimal or with 0x")]
    [InlineData("tick : tag == 'a", "column 15: this quote has no end")]
    [InlineData("tick : value 1", "column 14: expected an operator")]
    [InlineData(": value == 1", "column 1: expected events")]
    [InlineData("(", "column 1: no regular expression")]
    public void WrongFilter_SaysWhereAndWhat(string text, string expected)
    {
        Assert.False(EventFilter.TryParse(text, out _, out string fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!", "", "column 1: expected at most")]
    [InlineData("(", "", "column 1: expected at most")]
    [InlineData("tick : ", "!", "column 1: expected at most")]
    public void EndlessFilter_IsRefusedAtOnce(string before, string inCondition, string expected)
    {
        string text = inCondition.Length == 0 ? string.Concat(Enumerable.Repeat(before, 100_000)) : before + string.Concat(Enumerable.Repeat(inCondition, 100_000));
        Assert.False(EventFilter.TryParse(text, out _, out string fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void FileOfManySubBuffers_IsReadInBoundedMemory()
    {
        byte[] bytes = new DatBuilder(false, 8).Build(eventsPerPage: 100, pages: 256);
        using var recording = new Recording(bytes);
        const long Copies = 64;
        using (FileStream file = File.OpenWrite(recording.Path))
        {
            // The same sub-buffers again and again, behind a table that says so: 64 MiB.
            int tableIndex = bytes.AsSpan().IndexOf("flyrecord\0"u8) + "flyrecord\0".Length;
            long offset = BitConverter.ToInt64(bytes, tableIndex);
            long sizeBytes = BitConverter.ToInt64(bytes, tableIndex + sizeof(long));
            file.Position = tableIndex + sizeof(long);
            file.Write(BitConverter.GetBytes(sizeBytes * Copies));
            file.Position = bytes.Length;
            for (long copy = 1; copy < Copies; copy++)
            {
                file.Write(bytes.AsSpan((int)offset));
            }
        }

        using var input = RecordedInput.Open(recording.Path);
        var first = new TraceSelection { Filters = [Parsed("tick : value == 0")] };
        long before = GC.GetAllocatedBytesForCurrentThread();
        TraceTotals totals = TraceReport.Write(input.Buffers[0], Stream.Null, first);

        Assert.Equal((ulong)(100 * 256 * Copies), totals.Entries);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void UnknownCompression_IsNamedWithTheRemedy()
    {
        byte[] bytes = [0x17, 0x08, 0x44, .. "tracing7\0"u8, 0, 8, 0, 16, 0, 0, .. "lz4\0"u8, .. "1.9\0"u8, .. new byte[8]];
        using var recording = new Recording(bytes);
        TraceDatException refused = Assert.Throws<TraceDatException>(() => RecordedInput.Open(recording.Path));
        Assert.Contains("compressed with lz4 1.9, which cannot be read", refused.Message, StringComparison.Ordinal);
        Assert.Contains("trace-cmd convert --compression none", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TruncatedFile_GivesWhatIsThere()
    {
        byte[] bytes = new DatBuilder(false, 8).Build(pages: 4);
        using var recording = new Recording(bytes[..^6000]);
        using var input = RecordedInput.Open(recording.Path);
        Assert.Contains("the file ends early: of CPU 0's 16384 bytes 10384 are there", Assert.Single(input.Problems), StringComparison.Ordinal);
        Assert.Equal(6, Text(recording).Split('\n').Count(line => line.Contains("value=", StringComparison.Ordinal)));
    }

    [Fact]
    public void DamagedSubBuffer_IsCountedAndTheOthersAreRead()
    {
        byte[] bytes = new DatBuilder(false, 8).Build(pages: 3);
        bytes.AsSpan(bytes.Length - (2 * DatBuilder.PageSizeBytes) + 8, 8).Fill(0x3f);
        using var recording = new Recording(bytes);
        using var input = RecordedInput.Open(recording.Path);
        TraceTotals totals = TraceReport.Write(input.Buffers[0], Stream.Null);
        Assert.Equal((6ul, 1ul), (totals.Entries, totals.Damaged));
    }

    [Fact]
    public void NoFile_IsSaidAsSuch() =>
        Assert.Contains("ENOENT: there is no such file", Assert.Throws<InvalidDataException>(() => RecordedInput.Open("/nonexistent/trace.dat")).Message, StringComparison.Ordinal);

    private static EventFilter Parsed(string text) => EventFilter.TryParse(text, out EventFilter? filter, out string fault) ? filter! : throw new FormatException(fault);

    private static string Text(Recording recording, TraceSelection? selection = null)
    {
        using var input = RecordedInput.Open(recording.Path);
        using var output = new MemoryStream();
        TraceReport.Write(input.Buffers[0], output, selection);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static string Json(Recording recording, TraceSelection? selection = null)
    {
        using var input = RecordedInput.Open(recording.Path);
        using var output = new MemoryStream();
        TraceReport.WriteJson(input.Buffers[0], output, selection);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}

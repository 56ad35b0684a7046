using System.Text.Json;
using System.Text.RegularExpressions;
using Ftop.Decoding.RingBuffer;
using Capture = Ftop.Decoding.Tests.Data.Capture;

namespace Ftop.Decoding.Tests.RingBuffer;

public sealed partial class CaptureTests
{
    public static TheoryData<string> Captures => Capture.Names;

    [Theory]
    [MemberData(nameof(Captures))]
    public void EveryCapture_DecodesToItsFacts(string name)
    {
        var capture = new Capture(name);
        foreach (JsonProperty cpu in capture.Cpus)
        {
            int pages = 0, timeExtends = 0, timeStamps = 0, paddings = 0, events = 0;
            ulong first = 0, last = 0;
            List<ulong?> lostCounts = [];
            SortedDictionary<int, int> byTypeId = [];
            foreach (ReadOnlyMemory<byte> subBuffer in capture.SubBuffers(cpu.Name))
            {
                var reader = new SubBufferReader(subBuffer.Span, capture.Layout);
                while (reader.TryReadNext(out EventRecord record))
                {
                    first = events++ == 0 ? record.Timestamp : first;
                    last = record.Timestamp;
                    byTypeId[record.TypeId] = byTypeId.GetValueOrDefault(record.TypeId) + 1;
                }

                Assert.Equal(DecodeStatus.Ok, reader.Status);
                pages++;
                timeExtends += reader.TimeExtends;
                timeStamps += reader.TimeStamps;
                paddings += reader.Paddings;
                if (reader.MissedEvents.Any)
                {
                    lostCounts.Add(reader.MissedEvents.Count);
                }
            }

            JsonElement facts = cpu.Value;
            Assert.Equal(facts.GetProperty("pages").GetInt32(), pages);
            Assert.Equal(facts.GetProperty("events").GetInt32(), events);
            Assert.Equal(facts.GetProperty("time_extends").GetInt32(), timeExtends);
            Assert.Equal(facts.GetProperty("abs_timestamps").GetInt32(), timeStamps);
            Assert.Equal(facts.GetProperty("discarded_or_padding").GetInt32(), paddings);
            Assert.Equal(facts.GetProperty("lost_counts").Deserialize<ulong?[]>(), [.. lostCounts]);
            Assert.Equal(
                facts.GetProperty("events_by_type_id").EnumerateObject().ToDictionary(id => int.Parse(id.Name), id => id.Value.GetInt32()),
                byTypeId.ToDictionary());
            if (events > 0)
            {
                Assert.Equal((facts.GetProperty("first_event_ts").GetUInt64(), facts.GetProperty("last_event_ts").GetUInt64()), (first, last));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void EveryCapture_ReadsTheSameByBothPaths(string name)
    {
        var capture = new Capture(name);
        foreach (ReadOnlyMemory<byte> subBuffer in capture.Cpus.SelectMany(cpu => capture.SubBuffers(cpu.Name)))
        {
            ReadResult.ByBoth(subBuffer.Span, capture.Layout);
        }
    }

    [Theory]
    [MemberData(nameof(Captures))]
    public void EveryCapture_HasTheOrderAndTimesOfTheKernelsText(string name)
    {
        var capture = new Capture(name);
        Assert.SkipUnless(capture.Facts.TryGetProperty("raw_events_equal_entries_in_buffer", out _), "this tracer's text has no line per event");
        List<(int Cpu, string Time)> fromText = [.. TextLine().Matches(capture.TraceText)
            .Select(match => (int.Parse(match.Groups["cpu"].Value), match.Groups["time"].Value))];
        bool inSeconds = fromText.Count > 0 && fromText[0].Time.Contains('.', StringComparison.Ordinal);
        List<(int Cpu, Queue<ulong> Times)> cpus = [.. capture.Cpus.Select(cpu => (int.Parse(cpu.Name.AsSpan(3, 1)), ReadTimes(capture, cpu.Name)))];
        List<(int Cpu, string Time)> fromPages = [];
        while (cpus.Any(cpu => cpu.Times.Count > 0))
        {
            (int cpu, Queue<ulong> times) = cpus.Where(cpu => cpu.Times.Count > 0).MinBy(cpu => cpu.Times.Peek());
            ulong time = times.Dequeue();
            ulong microseconds = (time + 500) / 1000;
            fromPages.Add((cpu, inSeconds ? $"{microseconds / 1000000}.{microseconds % 1000000:D6}" : $"{time}"));
        }

        Assert.Equal(fromText, fromPages);
    }

    private static Queue<ulong> ReadTimes(Capture capture, string fileName)
    {
        var times = new Queue<ulong>();
        foreach (ReadOnlyMemory<byte> subBuffer in capture.SubBuffers(fileName))
        {
            var reader = new SubBufferReader(subBuffer.Span, capture.Layout);
            while (reader.TryReadNext(out EventRecord record))
            {
                times.Enqueue(record.Timestamp);
            }
        }

        return times;
    }

    // comm, pid, perhaps tgid, cpu, flags, time
    [GeneratedRegex(@"^.{16}-\d+ +(\([ \d-]+\) )?\[(?<cpu>\d{3})\] \S{4,5} +(?<time>\d+(\.\d{6})?): ", RegexOptions.Multiline)]
    private static partial Regex TextLine();
}

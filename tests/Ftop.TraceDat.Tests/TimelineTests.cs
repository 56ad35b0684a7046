using System.Text;
using System.Text.Json;

namespace Ftop.TraceDat.Tests;

/// <summary>What <c>convert</c> writes, against what <c>report</c> says of the same recording.</summary>
public sealed class TimelineTests
{
    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    [InlineData("x86_graph_ev_v6")]
    [InlineData("x86_func_v7_none")]
    [InlineData("lisa_sched_load_arm64_v6")]
    public void EveryEvent_IsASliceAMarkOrASwitch(string name)
    {
        using var recording = new Recording(name);
        JsonElement[] items = Items(recording);
        Dictionary<string, int> events = Events(recording);
        int CountOf(string phase) => items.Count(item => Text(item, "ph") == phase);
        int forcedEnds = items.Count(item => Text(item, "ph") == "E" && !item.TryGetProperty("args", out _));
        Assert.Equal(events.Values.Sum() - events.GetValueOrDefault("sched_switch"), CountOf("B") + CountOf("E") - forcedEnds + CountOf("i"));
        foreach ((string mark, int count) in items.Where(item => Text(item, "ph") == "i").CountBy(item => Text(item, "name")))
        {
            // An end whose begin was before the recording, or lost, is a mark too.
            Assert.True(mark is "sys_exit" or "irq_handler_exit" or "softirq_exit" or "funcgraph_exit" ? count * 20 <= events[mark] : count == events[mark], $"{mark} {count}");
        }

        Assert.All(items, item => Assert.True(Text(item, "ph") is "B" or "E" or "i" or "X" or "M", $"{item}"));
        Assert.All(items, item => Assert.True(item.GetProperty("pid").GetInt32() >= 0 && (Text(item, "name").Length > 0 || Text(item, "ph") == "E"), $"{item}"));
    }

    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    [InlineData("x86_graph_ev_v6")]
    public void Slices_Nest(string name)
    {
        using var recording = new Recording(name);
        int closed = 0;
        foreach (IGrouping<(int, int), JsonElement> track in Items(recording).Where(item => Text(item, "ph") is "B" or "E").GroupBy(Track))
        {
            var open = new Stack<JsonElement>();
            decimal before = 0;
            foreach (JsonElement item in track)
            {
                decimal time = item.GetProperty("ts").GetDecimal();
                Assert.True(time >= before, $"{item}");
                before = time;
                if (Text(item, "ph") == "B")
                {
                    open.Push(item);
                }
                else
                {
                    JsonElement begin = open.Pop();
                    if (item.TryGetProperty("args", out _))
                    {
                        string key = Key(item) == "-1" ? Key(begin) : Key(item); // rt_sigreturn comes back from another call
                        Assert.Equal((Text(begin, "cat"), Key(begin)), (Text(item, "cat"), key));
                        closed++;
                    }
                }
            }
        }

        Assert.True(closed > 100, $"{closed}");
    }

    [Fact]
    public void SlicesOfACpu_FollowOneAnother()
    {
        using var recording = new Recording("x86_64_v6");
        JsonElement[] slices = [.. Items(recording).Where(item => Text(item, "ph") == "X")];
        Assert.NotEmpty(slices);
        foreach (IGrouping<(int, int), JsonElement> cpu in slices.GroupBy(Track))
        {
            decimal end = 0;
            foreach (JsonElement slice in cpu)
            {
                decimal begin = slice.GetProperty("ts").GetDecimal();
                Assert.True(begin >= end, $"{slice}");
                end = begin + slice.GetProperty("dur").GetDecimal();
            }
        }
    }

    // Calls that never returned, three losses between them; the task's next call ends one at the latest.
    [Fact]
    public void LostExits_EndWhereEventsWereLost()
    {
        JsonElement[] items = Items(Path.Combine(Repository.Data, "faults", "lost-exit.dat"));
        int depth = 0;
        int deepest = 0;
        foreach (JsonElement item in items.Where(item => Text(item, "ph") is "B" or "E"))
        {
            depth += Text(item, "ph") == "B" ? 1 : -1;
            deepest = Math.Max(deepest, depth);
        }

        Assert.Equal((0, 1), (depth, deepest));
        JsonElement[] slices = [.. items.Where(item => Text(item, "ph") is "B" or "E")];
        JsonElement lost = slices[1];
        Assert.True(Text(lost, "ph") == "E" && lost.GetProperty("ts").GetDecimal() < 2_000_000, $"{lost}");
    }

    [Fact]
    public void LostSwitch_EndsWhatTheCpuRan()
    {
        JsonElement[] slices = [.. Items(Path.Combine(Repository.Data, "faults", "lost-switch.dat")).Where(item => Text(item, "ph") == "X")];
        Assert.NotEmpty(slices);
        Assert.DoesNotContain(slices, slice => Text(slice, "name") == "p11-11" && slice.GetProperty("dur").GetDecimal() > 0 && slice.GetProperty("ts").GetDecimal() < 2_000_000);
        Assert.All(slices, slice => Assert.InRange(slice.GetProperty("dur").GetDecimal(), 0, 10_000));
    }

    private static JsonElement[] Items(Recording recording) => Items(recording.Path);

    private static JsonElement[] Items(string path)
    {
        using var input = RecordedInput.Open(path);
        using var output = new MemoryStream();
        TraceReport.WriteTimeline(input, output);
        using JsonDocument json = JsonDocument.Parse(output.ToArray());
        return [.. json.RootElement.GetProperty("traceEvents").EnumerateArray().Select(item => item.Clone())];
    }

    private static Dictionary<string, int> Events(Recording recording)
    {
        using var input = RecordedInput.Open(recording.Path);
        using var output = new MemoryStream();
        foreach (RecordedBuffer buffer in input.Buffers)
        {
            TraceReport.WriteJson(buffer, output);
        }

        return Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .CountBy(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!).ToDictionary();
    }

    // What begin and end of one thing have in common: the number of a system call, the address of a function.
    private static string Key(JsonElement item) =>
        ((string[])["id", "func", "vec", "irq"]).Select(name => item.GetProperty("args").TryGetProperty(name, out JsonElement value) ? value.ToString() : "").FirstOrDefault(value => value.Length > 0) ?? "";

    private static (int Process, int Thread) Track(JsonElement item) => (item.GetProperty("pid").GetInt32(), item.GetProperty("tid").GetInt32());

    private static string Text(JsonElement item, string name) => item.TryGetProperty(name, out JsonElement value) ? value.GetString()! : "";
}

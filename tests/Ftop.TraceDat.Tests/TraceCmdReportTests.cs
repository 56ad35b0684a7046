using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat.Tests;

/// <summary>
/// Our report beside trace-cmd's of the same recording, event by event, in the form common to both: task, CPU, time and what is said of the event.
/// What is evened out here is the list of differences in <c>docs/0006-report-and-trace-cmd-report.md</c>; there is no other.
/// </summary>
public sealed partial class TraceCmdReportTests
{
    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    [InlineData("x86_func_v7_none")]
    [InlineData("lisa_sched_load_arm64_v6")]
    public void Text_IsTheSame(string name)
    {
        using var recording = new Recording(name);
        Dictionary<string, ulong> symbols = Symbols(recording);
        string[] theirs = [.. Recording.Report(name, "report-N").Select(Parse).OfType<Line>().Select(line => $"{line.Context} {AsKernel(line.Body, symbols)}")];
        string[] ours = [.. Ours(recording).Select(Parse).OfType<Line>().Select(line => $"{line.Context} {AsKernel(line.Body, symbols)}")];
        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, ours);
    }

    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    [InlineData("x86_func_v7_none")]
    [InlineData("x86_graph_ev_v6")]
    [InlineData("lisa_sched_load_arm64_v6")]
    public void RawFields_AreTheSame(string name)
    {
        using var recording = new Recording(name);
        Dictionary<string, ulong> symbols = Symbols(recording);
        string[] theirs = [.. Recording.Report(name, "report-R").Select(Parse).OfType<Line>().Select(line => $"{line.Context} {AsPlainFields(line.Body, symbols)}")];
        string[] ours = [.. Ours(recording, input => input with { HasRawFields = true }).Select(Parse).OfType<Line>()
            .Select(line => $"{line.Context} {AsPlainFields(line.Body, symbols)}")];
        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, ours);
    }

    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    public void FullTimes_AreTheSame(string name)
    {
        using var recording = new Recording(name);
        string[] theirs = [.. Recording.Report(name, "report-t").Select(Parse).OfType<Line>().Select(line => line.Context)];
        string[] ours = [.. Ours(recording, input => input with { HasNsTimes = true }).Select(Parse).OfType<Line>().Select(line => line.Context)];
        Assert.Matches(@"\.\d{9}$", theirs[0]);
        Assert.Equal(theirs, ours);
    }

    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    public void LatencyFormat_HasTheSameTasksCpusAndFlagsAndTimesFromTheStart(string name)
    {
        using var recording = new Recording(name);
        Match[] theirs = [.. Recording.Report(name, "report-l").Select(line => TheirLatency().Match(line)).Where(match => match.Success)];
        Match[] ours = [.. Ours(recording, input => input with { Options = input.Options | TextOption.LatencyFormat })
            .Select(line => OurLatency().Match(line)).Where(match => match.Success)];
        Assert.NotEmpty(theirs);
        Assert.Equal(theirs.Select(match => Blanks().Replace(match.Groups[1].Value, " ")), ours.Select(match => Blanks().Replace(match.Groups[1].Value, " ")));
        decimal start = decimal.Parse(theirs[0].Groups[2].Value, CultureInfo.InvariantCulture);
        for (int i = 0; i < theirs.Length; i++)
        {
            decimal us = (decimal.Parse(theirs[i].Groups[2].Value, CultureInfo.InvariantCulture) - start) * 1_000_000;
            Assert.InRange(decimal.Parse(ours[i].Groups[2].Value, CultureInfo.InvariantCulture) - us, -1, 1); // theirs are rounded before, ours after
        }
    }

    [Fact]
    public void GraphForm_HasTheSameCallsAndEventsOfEachCpuInOrder()
    {
        const string Name = "x86_graph_ev_v6";
        using var recording = new Recording(Name);
        string[] theirs = [.. Recording.Report(Name, "report-N").Select(Parse).OfType<Line>()
            .Where(line => !line.Body.StartsWith("funcgraph_exit", StringComparison.Ordinal))
            .Select(line => $"{int.Parse(line.Cpu, CultureInfo.InvariantCulture)} {GraphEntry().Replace(line.Body, "$1()")}")];
        string[] ours = [.. Ours(recording).Select(line => OurGraph().Match(line)).Where(match => match.Success)
            .Select(match => $"{match.Groups[1]} {match.Groups[2]}{match.Groups[3]}")];
        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, ours);
    }

    private static string[] Ours(Recording recording, Func<TraceTextInput, TraceTextInput>? change = null)
    {
        using var input = RecordedInput.Open(recording.Path);
        using var output = new MemoryStream();
        RecordedBuffer buffer = input.Buffers[0];
        TraceReport.Write(buffer with { Input = change?.Invoke(buffer.Input) ?? buffer.Input }, output);
        Assert.Empty(input.Problems);
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n');
    }

    private static Line? Parse(string text)
    {
        Match match = Columns().Match(text);
        return match.Success
            ? new Line($"{match.Groups[1]} {match.Groups[2]} {match.Groups[3]}", match.Groups[2].Value, Blanks().Replace(match.Groups[4].Value, " "))
            : null;
    }

    // Of several names of an address each takes another one.
    private static Dictionary<string, ulong> Symbols(Recording recording)
    {
        using var file = TraceDatFile.Open(recording.Path);
        Dictionary<string, ulong> symbols = [];
        foreach (string[] words in Encoding.UTF8.GetString(file.Kallsyms.Span).Split('\n').Select(line => line.Split([' ', '\t'])).Where(words => words.Length >= 3))
        {
            symbols.TryAdd(words[2], ulong.Parse(words[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        }

        return symbols;
    }

    private static string AsKernel(string body, Dictionary<string, ulong> symbols)
    {
        body = TheirFunction().Replace(body, "$1 <-$2");
        body = TheirPrint().Replace(body, "");
        Match function = OurFunction().Match(body);
        return function.Success ? $"{Address(function.Groups[1].Value, symbols)} <-{Address(function.Groups[2].Value, symbols)}" : body;
    }

    private static string AsPlainFields(string body, Dictionary<string, ulong> symbols) => Field().Replace(body, match =>
    {
        string value = match.Groups[2].Value;
        return match.Groups[1].Value switch
        {
            "calltime" or "rettime" when value.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0 || value.Length == 10 => $"{match.Groups[1]}={ulong.Parse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}",
            "ip" or "parent_ip" or "func" => $"{match.Groups[1]}={Address(value, symbols)}",
            "target_cpu" or "dest_cpu" or "orig_cpu" => $"{match.Groups[1]}={int.Parse(value, CultureInfo.InvariantCulture)}",
            _ => match.Value,
        };
    });

    private static string Address(string symbol, Dictionary<string, ulong> symbols) => symbols.TryGetValue(symbol, out ulong address) ? $"{address:x}" : symbol;

    [GeneratedRegex(@"^ *(\S.*?-\d+) +\[(\d{3})\] +(?:\S{4,5} +)?(\d+\.\d{6,9}): (.*)$")]
    private static partial Regex Columns();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^function: (\S+) <-- (\S+)$")]
    private static partial Regex TheirFunction();

    [GeneratedRegex(@"^(\S+) <-(\S+)$")]
    private static partial Regex OurFunction();

    [GeneratedRegex("^print: (?=tracing_mark_write: )")]
    private static partial Regex TheirPrint();

    [GeneratedRegex(@"\b(\w+)=(\w+)")]
    private static partial Regex Field();

    [GeneratedRegex(@"^ *(\S.*?-\d+ +\d+\S{5}) +(\d+\.\d{6}): ")]
    private static partial Regex TheirLatency();

    [GeneratedRegex(@"^ *(\S.*?-\d+ +\d+\S{5}) +(\d+)us.: ")]
    private static partial Regex OurLatency();

    [GeneratedRegex(@"^funcgraph_entry: --> (\S+) \(\d+\)$")]
    private static partial Regex GraphEntry();

    [GeneratedRegex(@"^ (\d+)\).*\|  (?:/\* (.*) \*/| *(\S+\(\))(?:;| \{))$")]
    private static partial Regex OurGraph();

    private sealed record Line(string Context, string Cpu, string Body);
}

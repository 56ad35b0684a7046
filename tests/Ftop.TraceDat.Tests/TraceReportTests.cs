using System.Text;
using System.Text.RegularExpressions;

namespace Ftop.TraceDat.Tests;

/// <summary>
/// Our report of trace-cmd's recordings beside trace-cmd's without its plugins, which spell some events in their own way. The forms differ: ours
/// has the flags column and no padding behind the event's name. Task, CPU, time and what is said of the event must be the same, line by line; of
/// function events, which trace-cmd prints with their name, what stands before it.
/// </summary>
public sealed partial class TraceReportTests
{
    [Theory]
    [InlineData("x86_64_v6", true)]
    [InlineData("x86_64_v7_none", true)]
    [InlineData("x86_func_v7_none", false)]
    public void Report_SaysWhatTraceCmdReportSays(string name, bool bodies)
    {
        using var recording = new Recording(name);
        using TraceDatFile file = TraceDatFile.Open(recording.Path);
        using var output = new MemoryStream();
        TraceReport.Write(file, file.Buffers[0], output);

        string[] ours = [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n').Select(line => Common(line, bodies)).OfType<string>()];
        string[] theirs = [.. Recording.Report(name, "report-N").Select(line => Common(line, bodies)).OfType<string>()];

        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, ours);
    }

    private static string? Common(string line, bool body)
    {
        Match match = Columns().Match(line);
        return match.Success ? $"{match.Groups[1]} {match.Groups[2]} {match.Groups[3]} {(body ? Blanks().Replace(match.Groups[4].Value, " ") : "")}" : null;
    }

    [GeneratedRegex(@"^ *(\S.*?-\d+) +\[(\d{3})\] +(?:\S{4,5} +)?(\d+\.\d{6}): (.*)$")]
    private static partial Regex Columns();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}

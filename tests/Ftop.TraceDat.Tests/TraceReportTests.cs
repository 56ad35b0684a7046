using System.Text;
using System.Text.RegularExpressions;

namespace Ftop.TraceDat.Tests;

/// <summary>Our report of trace-cmd's recordings beside trace-cmd's: the forms differ, what every line says of its event must not.</summary>
public sealed partial class TraceReportTests
{
    [Theory]
    [InlineData("x86_64_v6")]
    [InlineData("x86_64_v7_none")]
    [InlineData("x86_func_v7_none")]
    public void Report_HasTheEventsOfTraceCmdReport(string name)
    {
        using var recording = new Recording(name);
        using TraceDatFile file = TraceDatFile.Open(recording.Path);
        using var output = new MemoryStream();
        TraceReport.Write(file, file.Buffers[0], output);

        List<string> ours = [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n').Select(Identify).OfType<string>()];
        List<string> theirs = [.. Recording.Report(name).Select(Identify).OfType<string>()];

        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, ours);
    }

    // Pid, CPU and time, the columns both have.
    private static string? Identify(string line)
    {
        Match match = Columns().Match(line);
        return match.Success ? $"{match.Groups[1]} {match.Groups[2]} {match.Groups[3]}" : null;
    }

    [GeneratedRegex(@"^ *\S.*?-(\d+) +\[(\d{3})\] +\S+ +(\d+\.\d{6}): ")]
    private static partial Regex Columns();
}

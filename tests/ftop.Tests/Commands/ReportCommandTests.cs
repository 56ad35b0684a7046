using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ftop.Commands;
using Ftop.Reporting;
using Ftop.TraceDat;
using Ftop.TraceDat.Writing;

namespace Ftop.Tests.Commands;

public sealed partial class ReportCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("ftop-report-").FullName;
    private readonly string _recording;

    public ReportCommandTests()
    {
        _recording = Path.Combine(_directory, "trace.dat");
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Repository.Root, "tests", "data", "trace-dat", "x86_64_v6.dat.gz")), CompressionMode.Decompress);
        using FileStream unpacked = File.Create(_recording);
        packed.CopyTo(unpacked);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(1370)]
    [InlineData(1370, "-t", "-R")]
    [InlineData(1358, "--json")]
    [InlineData(367, "-F", "sched/sched_switch", "--cpu", "0-1", "-F", "sched/sched_wakeup")]
    public async Task Recording_IsPrinted(int lines, params string[] options)
    {
        foreach (string[] path in (string[][])[[_recording], ["-i", _recording]])
        {
            (int exitCode, string output, string error) = await Run(["report", .. options, .. path]);
            Assert.Equal((0, lines, ""), (exitCode, output.Count(c => c == '\n'), error));
        }
    }

    [Fact]
    public async Task Date_IsAddedUnlessNotWanted()
    {
        const decimal DateSec = 1_700_000_000;
        string dated = Path.Combine(_directory, "dated.dat");
        using (var source = TraceDatFile.Open(_recording))
        using (FileStream output = File.Create(dated))
        {
            TraceDatContent content = TraceDatContent.Of(source) with { Options = [new TraceOption(TraceOptionId.Date, Encoding.ASCII.GetBytes($"{DateSec}000000"))] };
            TraceBuffer buffer = source.Buffers[0];
            TraceDatWriter.Write(output, new TraceDatLayout { PageSizeBytes = source.PageSizeBytes }, content, [new("", "local", [.. buffer.Cpus.Select(cpu => new CopiedPages(source, buffer, cpu))])]);
        }

        decimal recordedSec = await FirstSec("report", "-t", _recording);
        Assert.Equal(recordedSec + DateSec, await FirstSec("report", "-t", dated));
        Assert.Equal(recordedSec, await FirstSec("report", "-t", "--nodate", dated));
        Assert.Equal(recordedSec, await FirstSec("report", "-t", "--raw-ts", dated));
        (_, string json, _) = await Run("report", "--json", dated);
        Assert.StartsWith($"{{\"timeNs\":{(ulong)((recordedSec + DateSec) * 1_000_000_000)},", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_AreThoseOfTheEndOfRecording()
    {
        (int exitCode, string output, string error) = await Run("report", "--stat", _recording);
        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("CPU: 0\nentries: ", output, StringComparison.Ordinal);
        Assert.Contains("\n\nCPU: 1\n", output, StringComparison.Ordinal);
        Assert.Contains("dropped events: 0\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TruncatedRecording_SaysWhatIsMissing()
    {
        using (FileStream file = File.OpenWrite(_recording))
        {
            file.SetLength(file.Length - 8192);
        }

        (int exitCode, string output, string error) = await Run("report", _recording);
        Assert.Equal(0, exitCode);
        Assert.NotEmpty(output);
        Assert.StartsWith($"ftop: {_recording}: the file ends early: of CPU 1's", error);
    }

    [Theory]
    [InlineData("is/not/there", "open: ENOENT: there is no such file")]
    [InlineData("text", "at byte 0: expected a trace.dat")]
    [InlineData(".", "header_page is not there")]
    public async Task Nothing_IsBadInput(string name, string expected)
    {
        File.WriteAllText(Path.Combine(_directory, "text"), "#!/bin/sh\n");
        foreach (string[] arguments in (string[][])[["report", Path.Combine(_directory, name)], ["convert", Path.Combine(_directory, name), "-o", Path.Combine(_directory, "x.json")]])
        {
            (int exitCode, string output, string error) = await Run(arguments);
            Assert.Equal((5, ""), (exitCode, output));
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.Single(error, '\n');
        }
    }

    [Theory]
    [InlineData("--cpu: 'x' is not a list of CPUs", "report", "--cpu", "x")]
    [InlineData("--filter: 'sched : (a': column 11: expected ')'", "report", "-F", "sched : (a")]
    [InlineData("--filter: the value is missing", "report", "-F")]
    [InlineData("--input: expected once", "report", "-i", "a", "b")]
    [InlineData("--json: expected without", "report", "--json", "-R")]
    [InlineData("Perfetto's own format is not written; expected FILE.json", "convert", "-o", "a.pftrace")]
    [InlineData("--output: 'a' is not a name that ends with .json", "convert", "-o", "a")]
    [InlineData("--duration: '0' is not a number of seconds", "capture", "d", "-d", "0")]
    [InlineData("--filter: 'a == 1' has no --event before it", "capture", "d", "-f", "a == 1")]
    public async Task WrongUsage_NamesOptionValueAndWhatWasExpected(string expected, params string[] arguments)
    {
        (int exitCode, _, string error) = await Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Convert_WritesOneJsonObject()
    {
        string path = Path.Combine(_directory, "trace.json");
        Assert.Equal((0, "", ""), await Run("convert", _recording, "-o", path));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.True(json.RootElement.GetProperty("traceEvents").GetArrayLength() > 1000);
    }

    [Fact]
    public async Task Capture_IntoADirectoryInUse_IsRefused()
    {
        (int exitCode, _, string error) = await Run("capture", _directory, "-d", "1");
        Assert.Equal(1, exitCode);
        Assert.Contains("expected a new or an empty directory", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_GetsNothingThatSteersIt()
    {
        using var bytes = new MemoryStream();
        using var terminal = new PlainStream(bytes);
        terminal.Write([.. "a\u001b[2J\tb\u0085é\n"u8, 0xff, 0x9b]);
        Assert.Equal("a?[2J\tb?é\n??", Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static async Task<decimal> FirstSec(params string[] arguments)
    {
        (_, string output, _) = await Run(arguments);
        return decimal.Parse(Time().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@" (\d+\.\d{9}): ")]
    private static partial Regex Time();

    private static async Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new MemoryStream();
        var error = new StringWriter();
        int exitCode = await new FtopCommand(null)
            .With(ReportCommand.Create(output)).With(ConvertCommand.Create()).With(CaptureCommand.Create())
            .Run(arguments, TextWriter.Null, error);
        return (exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}

using System.Text;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat.Tests;

/// <summary>A recording laid out as tracefs in a directory, and its report.</summary>
public sealed class CapturedTreeTests : IDisposable
{
    private readonly string _tree = Directory.CreateTempSubdirectory("ftop-tree-").FullName;

    public void Dispose() => Directory.Delete(_tree, recursive: true);

    [Theory]
    [InlineData("guest-x86_64-6.1", "ev_sched")]
    [InlineData("guest-x86_64-6.1", "function_graph")]
    [InlineData("guest-x86_64-6.1", "blk_tracer")]
    [InlineData("host-x86_64-6.18", "subbuf_8k")]
    [InlineData("host-x86_64-6.18", "tgid")]
    public void Report_EqualsTheKernelsText(string kernel, string scenario)
    {
        using var recording = new CapturedDirectory(kernel, scenario);
        CapturedTree tree = CapturedTree.Open(recording.Path);
        using var output = new MemoryStream();

        TraceReport.Write(tree, output);

        Assert.Empty(tree.Problems);
        Assert.Equal(Encoding.UTF8.GetString(CapturedDirectory.Unpack(Path.Combine(CapturedDirectory.Data, kernel, scenario, "trace.txt"))), Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Report_OfOneCpu_HasItsEventsOnly()
    {
        using var recording = new CapturedDirectory("guest-x86_64-6.1", "ev_sched");
        using var output = new MemoryStream();

        TraceTotals totals = TraceReport.Write(CapturedTree.Open(recording.Path), output, new TraceSelection { Cpus = new HashSet<int> { 1 } });

        Assert.Equal(697ul, totals.Entries);
        Assert.Equal(
            Encoding.UTF8.GetString(CapturedDirectory.Unpack(Path.Combine(CapturedDirectory.Data, "guest-x86_64-6.1", "ev_sched", "cpu1.trace.txt"))),
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Open_NamesWhatIsMissing()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => CapturedTree.Open(_tree));
        Assert.Contains("events/header_page is not there", exception.Message, StringComparison.Ordinal);

        using var recording = new CapturedDirectory("guest-x86_64-6.1", "time_extend");
        File.Delete(Path.Combine(recording.Path, "kallsyms"));
        Assert.Contains("kallsyms is not there: addresses are not named", Assert.Single(CapturedTree.Open(recording.Path).Problems), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(recording.Path, "per_cpu"), recursive: true);
        exception = Assert.Throws<InvalidDataException>(() => CapturedTree.Open(recording.Path));
        Assert.Contains("per_cpu/cpuN/trace_pipe_raw is not there", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TellsByteOrderByThePages()
    {
        Directory.CreateDirectory(Path.Combine(_tree, "events"));
        Directory.CreateDirectory(Path.Combine(_tree, "per_cpu", "cpu0"));
        File.WriteAllText(
            Path.Combine(_tree, "events", "header_page"),
            "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n\tfield: local_t commit;\toffset:8;\tsize:4;\tsigned:1;\n"
            + "\tfield: char data;\toffset:12;\tsize:4084;\tsigned:0;\n");
        byte[] subBuffer = new byte[4096];
        subBuffer[11] = 8;
        File.WriteAllBytes(Path.Combine(_tree, "per_cpu", "cpu0", "trace_pipe_raw"), subBuffer);

        Assert.True(CapturedTree.Open(_tree).Input.HeaderPage.BigEndian);
        (subBuffer[8], subBuffer[11]) = (8, 0);
        File.WriteAllBytes(Path.Combine(_tree, "per_cpu", "cpu0", "trace_pipe_raw"), subBuffer);
        Assert.False(CapturedTree.Open(_tree).Input.HeaderPage.BigEndian);
    }
}

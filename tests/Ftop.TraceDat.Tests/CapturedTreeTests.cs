using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat.Tests;

/// <summary>A recording laid out as tracefs in a temporary directory, and its report.</summary>
public sealed class CapturedTreeTests : IDisposable
{
    private static readonly string Data = Repository.Data;

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
        LayOut(kernel, scenario);
        CapturedTree tree = CapturedTree.Open(_tree);
        using var output = new MemoryStream();

        TraceReport.Write(tree, output);

        Assert.Empty(tree.Problems);
        Assert.Equal(Encoding.UTF8.GetString(Unpack(Path.Combine(Data, kernel, scenario, "trace.txt"))), Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Report_OfOneCpu_HasItsEventsOnly()
    {
        LayOut("guest-x86_64-6.1", "ev_sched");
        using var output = new MemoryStream();

        TraceTotals totals = TraceReport.Write(CapturedTree.Open(_tree), output, new TraceSelection { Cpus = new HashSet<int> { 1 } });

        Assert.Equal(697ul, totals.Entries);
        Assert.Equal(
            Encoding.UTF8.GetString(Unpack(Path.Combine(Data, "guest-x86_64-6.1", "ev_sched", "cpu1.trace.txt"))),
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Open_NamesWhatIsMissing()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => CapturedTree.Open(_tree));
        Assert.Contains("events/header_page is not there", exception.Message, StringComparison.Ordinal);

        LayOut("guest-x86_64-6.1", "time_extend");
        File.Delete(Path.Combine(_tree, "kallsyms"));
        Assert.Contains("kallsyms is not there: addresses are not named", Assert.Single(CapturedTree.Open(_tree).Problems), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_tree, "per_cpu"), recursive: true);
        exception = Assert.Throws<InvalidDataException>(() => CapturedTree.Open(_tree));
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

    private static byte[] Unpack(string path)
    {
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        using var gzip = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        gzip.CopyTo(bytes);
        return bytes.ToArray();
    }

    private void LayOut(string kernel, string scenario)
    {
        string machine = Path.Combine(Data, kernel);
        string recording = Path.Combine(machine, scenario);
        using (var formats = new GZipStream(File.OpenRead(Path.Combine(machine, "formats.tar.gz")), CompressionMode.Decompress))
        {
            TarFile.ExtractToDirectory(formats, _tree, overwriteFiles: true);
        }

        Write("events/header_page", Unpack(Path.Combine(machine, "header_page")));
        foreach (string file in new[] { "kallsyms", "printk_formats", "version" })
        {
            Write(file, Unpack(Path.Combine(machine, file)));
        }

        foreach (string file in new[] { "saved_cmdlines", "saved_tgids" })
        {
            if (File.Exists(Path.Combine(recording, file)))
            {
                Write(file, Unpack(Path.Combine(recording, file)));
            }
        }

        using (JsonDocument settings = JsonDocument.Parse(Unpack(Path.Combine(recording, "settings.json"))))
        {
            foreach (JsonProperty setting in settings.RootElement.EnumerateObject().Where(setting => setting.Value.ValueKind == JsonValueKind.String))
            {
                Write(setting.Name, Encoding.UTF8.GetBytes(setting.Value.GetString()!));
            }
        }

        for (int cpu = 0; File.Exists(Path.Combine(recording, $"cpu{cpu}.stats")); cpu++)
        {
            Write($"per_cpu/cpu{cpu}/stats", Unpack(Path.Combine(recording, $"cpu{cpu}.stats")));
            string raw = Path.Combine(recording, $"cpu{cpu}.raw");
            if (File.Exists(raw) || File.Exists(raw + ".gz"))
            {
                Write($"per_cpu/cpu{cpu}/trace_pipe_raw", Unpack(raw));
            }
        }
    }

    private void Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_tree, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.Tests.Text;

/// <summary>One scenario of <c>tests/data/KERNEL</c>: the ring buffer's bytes, what was known beside them, and the kernel's own text.</summary>
internal sealed class Recording
{
    private static readonly Dictionary<string, (EventFormat[] Formats, SymbolTable Symbols)> Kernels = [];

    private readonly string _kernel;
    private readonly string _directory;

    public Recording(string kernel, string scenario)
    {
        _kernel = Path.Combine(DataDirectory, kernel);
        _directory = Path.Combine(_kernel, scenario);
    }

    public static string DataDirectory { get; } = FindDataDirectory();

    /// <summary>Scenarios with each of their texts: <c>trace</c>, <c>trace.raw</c>, <c>cpu1.trace</c>.</summary>
    public static IEnumerable<(string Kernel, string Scenario, string Variant)> Texts()
    {
        foreach (string kernel in new[] { "guest-x86_64-6.1", "host-x86_64-6.18" })
        {
            foreach (string directory in Directory.EnumerateDirectories(Path.Combine(DataDirectory, kernel)).Order(StringComparer.Ordinal))
            {
                // Of some there is a packed copy beside.
                foreach (string variant in Directory.EnumerateFiles(directory, "*trace*.txt*")
                    .Select(path => Path.GetFileName(path).Replace(".gz", "", StringComparison.Ordinal).Replace(".txt", "", StringComparison.Ordinal))
                    .Distinct().Order(StringComparer.Ordinal))
                {
                    yield return (kernel, Path.GetFileName(directory), variant);
                }
            }
        }
    }

    public byte[] ReadText(string variant) => Read(_directory, variant + ".txt");

    public TraceTextInput Input(string variant)
    {
        (EventFormat[] formats, SymbolTable symbols) = Kernel(_kernel);
        using JsonDocument settings = JsonDocument.Parse(Read(_directory, "settings.json"));
        string clocks = settings.RootElement.GetProperty("trace_clock").GetString()!;
        Assert.True(HeaderPage.TryParse(Encoding.UTF8.GetString(Read(_kernel, "header_page")), out HeaderPage header, out _));
        if (settings.RootElement.TryGetProperty("buffer_subbuf_size_kb", out JsonElement size) && int.TryParse(size.GetString(), out int kb))
        {
            header = header with { DataSizeBytes = (kb * 1024) - header.DataOffset };
        }

        TextOption options = TextOptions.Parse(settings.RootElement.GetProperty("trace_options").GetString());
        string[] parts = variant.Split('.');
        foreach (string option in parts[^1] == "trace" ? [] : parts[^1].Split('+'))
        {
            Assert.True(TextOptions.TryApply(ref options, option) || option is "notrace_printk", $"option {option} is not known");
        }

        return new TraceTextInput
        {
            HeaderPage = header,
            Formats = new EventFormatTable([.. formats, .. OwnFormats()]),
            Symbols = symbols,
            PrintkFormats = PrintkFormats.Parse(Read(_kernel, "printk_formats")),
            Tasks = new TaskTable(Read(_directory, "saved_cmdlines"), Exists("saved_tgids") ? Read(_directory, "saved_tgids") : []),
            Tracer = settings.RootElement.GetProperty("current_tracer").GetString()!.Trim(),
            TraceClock = clocks[(clocks.IndexOf('[', StringComparison.Ordinal) + 1)..clocks.IndexOf(']', StringComparison.Ordinal)],
            Kernel = KernelVersion.Parse(Encoding.UTF8.GetString(Read(_kernel, "version"))),
            Options = options,
            Overrun = Overrun(),
            CpuCount = Directory.EnumerateFiles(_directory, "cpu*.stats").Count(),
            DynamicEvents = Exists("dynamic_events") ? Encoding.UTF8.GetString(Read(_directory, "dynamic_events")) : "",
        };
    }

    /// <summary>Those that recorded anything.</summary>
    public IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> Cpus(int subBufferSizeBytes)
    {
        for (int cpu = 0; cpu < 64; cpu++)
        {
            if (Exists($"cpu{cpu}.raw"))
            {
                yield return (cpu, new ArraySubBuffers(Read(_directory, $"cpu{cpu}.raw"), subBufferSizeBytes));
            }
        }
    }

    private static string FindDataDirectory()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "ftop.sln")))
            {
                return Path.Combine(directory.FullName, "tests", "data");
            }
        }

        throw new DirectoryNotFoundException("tests/data above " + AppContext.BaseDirectory);
    }

    private static (EventFormat[] Formats, SymbolTable Symbols) Kernel(string directory)
    {
        lock (Kernels)
        {
            if (!Kernels.TryGetValue(directory, out (EventFormat[] Formats, SymbolTable Symbols) known))
            {
                known = ([.. ReadFormats(Path.Combine(directory, "formats.tar.gz"))], SymbolTable.Read(Read(directory, "kallsyms").AsMemory()));
                Kernels[directory] = known;
            }

            return known;
        }
    }

    internal static IEnumerable<string> ReadFormatTexts(string tarGz) => ReadFormatFiles(tarGz).Select(file => file.Text);

    internal static IEnumerable<EventFormat> ReadFormats(string tarGz)
    {
        foreach ((string name, string text) in ReadFormatFiles(tarGz))
        {
            Assert.True(EventFormatParser.TryParse(text, name.Split('/')[^3], out EventFormat? format, out TextDiagnostic diagnostic), $"{name}: {diagnostic}");
            yield return format;
        }
    }

    private static IEnumerable<(string Name, string Text)> ReadFormatFiles(string tarGz)
    {
        using var file = new GZipStream(File.OpenRead(tarGz), CompressionMode.Decompress);
        using var tar = new TarReader(file);
        while (tar.GetNextEntry() is { } entry)
        {
            if (!entry.Name.EndsWith("/format", StringComparison.Ordinal) || entry.DataStream is null)
            {
                continue;
            }

            using var reader = new StreamReader(entry.DataStream);
            yield return (entry.Name, reader.ReadToEnd());
        }
    }

    private static byte[] Read(string directory, string name)
    {
        string path = Path.Combine(directory, name);
        if (File.Exists(path))
        {
            return File.ReadAllBytes(path);
        }

        using var file = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private IEnumerable<EventFormat> OwnFormats()
    {
        string events = Path.Combine(_directory, "events");
        if (!Directory.Exists(events))
        {
            yield break;
        }

        foreach (string file in Directory.EnumerateFiles(events, "format*", SearchOption.AllDirectories))
        {
            string[] path = file.Split('/');
            Assert.True(EventFormatParser.TryParse(Read(Path.GetDirectoryName(file)!, "format"), path[^3], out EventFormat? format, out TextDiagnostic diagnostic), $"{file}: {diagnostic}");
            yield return format;
        }
    }

    private ulong Overrun() => (ulong)Directory.EnumerateFiles(_directory, "cpu*.stats")
        .SelectMany(File.ReadLines)
        .Where(line => line.StartsWith("overrun: ", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.AsSpan("overrun: ".Length)));

    private bool Exists(string name) => File.Exists(Path.Combine(_directory, name)) || File.Exists(Path.Combine(_directory, name + ".gz"));
}

using System.Globalization;
using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat;

/// <summary>
/// A directory laid out as tracefs, such as <c>tar</c> of a board's tracefs gives: <c>events/header_page</c>, <c>events/SYSTEM/NAME/format</c> and
/// <c>per_cpu/cpuN/trace_pipe_raw</c> as ordinary files are needed; <c>saved_cmdlines</c>, <c>saved_tgids</c>, <c>printk_formats</c>, <c>kallsyms</c>,
/// <c>trace_clock</c>, <c>trace_options</c>, <c>current_tracer</c>, <c>buffer_subbuf_size_kb</c>, <c>dynamic_events</c>, <c>version</c>
/// (<c>/proc/version</c>), <c>trace</c> (of a latency tracer) and <c>per_cpu/cpuN/stats</c> are used if there. Sub-buffers stay in the files.
/// </summary>
public sealed class CapturedTree
{
    private readonly string _directory;
    private readonly ProblemList _problems = [];
    private readonly SortedDictionary<int, string> _rawFiles = [];

    private CapturedTree(string directory) => _directory = directory;

    /// <summary>The kernel's numbers of the CPUs with a raw file, ascending.</summary>
    public IReadOnlyCollection<int> Cpus => _rawFiles.Keys;

    /// <summary>All that the text of the trace needs.</summary>
    public TraceTextInput Input { get; private set; } = null!;

    /// <summary>The text of <c>trace</c>, where the tracer keeps the worst case (<see cref="WorstCaseTracer"/>).</summary>
    public ReadOnlyMemory<byte> LatencyText { get; private set; }

    /// <summary>Text of a CPU's <c>stats</c>; empty where it is not there.</summary>
    internal string StatsOf(int cpu) => ReadText(Path.Combine("per_cpu", string.Create(CultureInfo.InvariantCulture, $"cpu{cpu}"), "stats"), DatLimits.MaxStatsBytes) ?? "";

    /// <summary>The kernel's; none where <c>kallsyms</c> is not there.</summary>
    internal RecordedSymbols Symbols { get; private set; } = null!;

    internal IReadOnlyDictionary<int, string> RawFiles => _rawFiles;

    internal string DirectoryPath => _directory;

    /// <summary>What could not be read, a line each, with what it is missed for.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Reads all but the sub-buffers.</summary>
    /// <exception cref="InvalidDataException">One of the files that are needed is missing or unreadable; the message says which and what to do.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CapturedTree Open(string directory)
    {
        var tree = new CapturedTree(directory);
        tree.Read();
        return tree;
    }

    /// <summary>The sub-buffers of every CPU; the caller disposes them.</summary>
    public IReadOnlyList<(int Cpu, ISubBufferSequence SubBuffers)> OpenCpus() =>
        [.. _rawFiles.Select(file => (file.Key, (ISubBufferSequence)new SubBufferFile(file.Value, Input.HeaderPage.SubBufferSizeBytes)))];

    private void Read()
    {
        CheckIsCopy();
        string headerText = ReadText("events/header_page")
            ?? throw Missing("events/header_page", "it says how the sub-buffers are laid out");
        if (!HeaderPage.TryParse(headerText, out HeaderPage header, out TextDiagnostic diagnostic))
        {
            throw new InvalidDataException($"{Path.Combine(_directory, "events/header_page")}: {diagnostic}");
        }

        if (int.TryParse(ReadText("buffer_subbuf_size_kb"), NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int kb) && kb is > 0 and <= DatLimits.MaxSubBufferBytes / 1024)
        {
            header = header with { DataSizeBytes = (kb * 1024) - header.DataOffset };
        }

        int cpuCount = FindCpus();
        header = header with { BigEndian = IsBigEndian(header) };
        TextOption options = TextOptions.Parse(ReadText("trace_options"));
        byte[] kallsyms = ReadBytes("kallsyms");
        Symbols = new RecordedSymbols(kallsyms, _problems);
        KernelVersion kernel = KernelVersion.Parse(ReadText("version"));
        Input = new TraceTextInput
        {
            HeaderPage = header,
            Formats = ReadFormats(header.LongSizeBytes),
            Symbols = kallsyms.Length == 0 ? null : Symbols,
            PrintkFormats = PrintkFormats.Parse(ReadBytes("printk_formats", DatLimits.MaxStringsBytes)),
            Tasks = new TaskTable(ReadBytes("saved_cmdlines", DatLimits.MaxNamesBytes), ReadBytes("saved_tgids", DatLimits.MaxNamesBytes)),
            Tracer = ReadText("current_tracer")?.Trim() is { Length: > 0 } tracer ? tracer : "nop",
            TraceClock = ClockInForce(ReadText("trace_clock") ?? ""),
            Kernel = kernel,
            PreemptModel = kernel.IsRealTime ? "preempt_rt" : "unknown",
            Options = options,
            CpuCount = cpuCount,
            DynamicEvents = ReadText("dynamic_events") ?? "",
            Overrun = ReadOverrun(),
            Problems = _problems,
        };
        if (WorstCaseTracer.Is(Input.Tracer))
        {
            LatencyText = ReadBytes("trace");
            NoteMissing("trace", $"what {Input.Tracer} found is not known, only what it looked at last");
        }

        NoteMissing("kallsyms", "addresses are not named");
        NoteMissing("saved_cmdlines", "tasks are not named");
        NoteMissing("version", "columns and spellings of the newest kernel are used");
    }

    // The files of tracefs say that they have no bytes. tar believes them; cp goes on reading trace_pipe_raw for ever.
    private void CheckIsCopy()
    {
        const string Capture = "'ftop capture DIR' makes a directory that can be read here and elsewhere";
        string path = Path.Combine(_directory, "events", "header_page");
        string instance = Path.Combine(_directory, "trace_pipe");
        if (File.Exists(path) ? LengthOf(path) != 0 : !File.Exists(instance) || LengthOf(instance) != 0)
        {
            return;
        }

        if (!File.Exists(path))
        {
            throw new InvalidDataException(_directory.EndsWith("/instances/" + Path.GetFileName(_directory), StringComparison.Ordinal) || IsPseudo(Path.Combine(_directory, "tracing_on"))
                ? $"{_directory} is an instance of a live tracefs and no recording: {Capture}; its text is in {Path.Combine(_directory, "trace")}"
                : $"{instance} is empty: tar and cp copy files of tracefs with no bytes in them; {Capture}");
        }

        throw new InvalidDataException(IsPseudo(path)
            ? $"{_directory} is a live tracefs and no recording: {Capture}; its text is in {Path.Combine(_directory, "trace")}"
            : $"{path} is empty: tar copies files of tracefs with no bytes in them; {Capture}");
    }

    // Null for what is no file.
    private static long? LengthOf(string path)
    {
        try
        {
            using SafeFileHandle file = TreeFile.OpenHandle(path);
            return RandomAccess.GetLength(file);
        }
        catch (Exception refused) when (refused is IOException or InvalidDataException)
        {
            return null; // whoever needs it says so
        }
    }

    private static bool IsPseudo(string path)
    {
        try
        {
            using FileStream file = TreeFile.Open(path);
            return file.Length == 0 && file.ReadByte() >= 0;
        }
        catch (Exception refused) when (refused is IOException or InvalidDataException)
        {
            return false;
        }
    }

    private static string ClockInForce(string clocks)
    {
        int open = clocks.IndexOf('[', StringComparison.Ordinal);
        int close = clocks.IndexOf(']', StringComparison.Ordinal);
        return open >= 0 && close > open ? clocks[(open + 1)..close] : clocks.Trim() is { Length: > 0 } only && !only.Contains(' ', StringComparison.Ordinal) ? only : "local";
    }

    private int FindCpus()
    {
        string perCpu = Path.Combine(_directory, "per_cpu");
        int possible = 0;
        int count = 0;
        bool isTrace = false;
        foreach (string directory in Directory.Exists(perCpu) ? Directory.EnumerateDirectories(perCpu, "cpu*") : [])
        {
            if (!int.TryParse(Path.GetFileName(directory).AsSpan("cpu".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int cpu))
            {
                continue;
            }

            possible++;
            count = Math.Max(count, IsUsed(StatsOf(cpu)) ? cpu + 1 : 0);
            string raw = Path.Combine(directory, "trace_pipe_raw");
            if (File.Exists(raw))
            {
                isTrace = true;
                if (LengthOf(raw) is not long length)
                {
                    _problems.Add($"{raw} is no file that can be read: this CPU is left out");
                }
                else if (length > 0)
                {
                    _rawFiles[cpu] = raw;
                    count = Math.Max(count, cpu + 1);
                }
            }
        }

        // The kernel makes a directory for each CPU that there could be.
        return isTrace ? OnlineCpus() ?? (count > 0 ? count : possible) : throw Missing("per_cpu/cpuN/trace_pipe_raw", "these are the trace");
    }

    private int? OnlineCpus()
    {
        int count = 0;
        foreach (string range in (ReadText("online_cpus") ?? "").Trim().Split(','))
        {
            string[] ends = range.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first) || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int last) || last < first)
            {
                return null;
            }

            count += last - first + 1;
        }

        return count;
    }

    // Of a CPU that was never there all counts are 0.
    private static bool IsUsed(string stats) => stats.Split('\n')
        .Any(line => !line.StartsWith("now ts", StringComparison.Ordinal) && line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).ContainsAnyInRange('1', '9'));

    // header_page does not tell. A commit word read the wrong way round has its low bytes on top, which is no possible length.
    private bool IsBigEndian(HeaderPage header)
    {
        foreach (string file in _rawFiles.Values)
        {
            using var subBuffers = new SubBufferFile(file, header.SubBufferSizeBytes);
            byte[] subBuffer = new byte[header.SubBufferSizeBytes];
            while (subBuffers.Read(subBuffer) == subBuffer.Length)
            {
                SubBufferHeader little = SubBufferHeader.Read(subBuffer, header);
                SubBufferHeader big = SubBufferHeader.Read(subBuffer, header with { BigEndian = true });
                if (little.CommitBytes > 0 != big.CommitBytes > 0)
                {
                    return big.CommitBytes > 0;
                }
            }
        }

        return false;
    }

    private EventFormatTable ReadFormats(int longSizeBytes)
    {
        var formats = new FormatList(longSizeBytes, _problems);
        foreach (string system in Directory.EnumerateDirectories(Path.Combine(_directory, "events")))
        {
            // Not what lies deeper: links may lead in circles.
            foreach (string file in Directory.EnumerateDirectories(system).Select(name => Path.Combine(name, "format")).Where(File.Exists))
            {
                if (ReadFile(file, DatLimits.MaxFormatBytes) is byte[] text && !formats.TryAdd(Path.GetFileName(system), Encoding.UTF8.GetString(text), file))
                {
                    return formats.ToTable();
                }
            }
        }

        return formats.ToTable();
    }

    private ulong? ReadOverrun()
    {
        const string Key = "overrun: ";
        ulong sum = 0;
        bool any = false;
        foreach (string line in _rawFiles.Keys.SelectMany(cpu => StatsOf(cpu).Split('\n')))
        {
            if (line.StartsWith(Key, StringComparison.Ordinal) && ulong.TryParse(line.AsSpan(Key.Length), CultureInfo.InvariantCulture, out ulong overrun))
            {
                sum += overrun;
                any = true;
            }
        }

        return any ? sum : null;
    }

    private void NoteMissing(string name, string consequence)
    {
        if (!File.Exists(Path.Combine(_directory, name)))
        {
            _problems.Add($"{Path.Combine(_directory, name)} is not there: {consequence}");
        }
    }

    private InvalidDataException Missing(string name, string use)
    {
        string path = Path.Combine(_directory, name);
        return new(File.Exists(path) && _problems.Count > 0 ? _problems[^1] : $"{path} is not there: {use}; copy it from the board's tracefs");
    }

    private string? ReadText(string name, int maxBytes = DatLimits.MaxSmallTextBytes)
    {
        string path = Path.Combine(_directory, name);
        return File.Exists(path) && ReadFile(path, maxBytes) is byte[] text ? Encoding.UTF8.GetString(text) : null;
    }

    private byte[] ReadBytes(string name, int maxBytes = DatLimits.MaxTextBytes)
    {
        string path = Path.Combine(_directory, name);
        return File.Exists(path) ? ReadFile(path, maxBytes) ?? [] : [];
    }

    // Null for what is no file. What is longer than any kernel's is cut: its beginning is as good as that of any other.
    private byte[]? ReadFile(string path, int maxBytes)
    {
        try
        {
            using FileStream file = TreeFile.Open(path);
            if (file.Length > maxBytes)
            {
                _problems.Add($"{path}: {file.Length} bytes, of which {maxBytes} are read");
            }

            byte[] bytes = new byte[Math.Min(file.Length, maxBytes)];
            int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length == bytes.Length ? bytes : bytes[..length];
        }
        catch (InvalidDataException other)
        {
            _problems.Add(other.Message);
            return null;
        }
    }
}

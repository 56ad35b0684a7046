using Ftop.Decoding;

namespace Ftop.TraceDat;

/// <summary>
/// A trace.dat of version 6 or 7, as trace-cmd and ftop write it (trace-cmd.dat.v6(5), trace-cmd.dat.v7(5)): the texts at hand, the ring buffers
/// left in the file and read sub-buffer by sub-buffer (<see cref="CpuDataReader"/>), so that a file of many GB needs little memory.
/// <code>
/// 17 08 44 "tracing" "6\0" endian long pagesize  header_page header_event formats kallsyms printk cmdlines  cpus options flyrecord…
/// 17 08 44 "tracing" "7\0" endian long pagesize  "zstd\0" "1.5\0"  u64 offset of the options → sections
/// </code>
/// </summary>
public sealed partial class TraceDatFile : IDisposable
{
    private readonly FileStream _stream;
    private const int LeastSubBufferBytes = 64;

    private readonly PipedInput? _copy;
    private readonly long _filledBytes; // what limits go by: a hole needs no disk, so it is to need no memory
    private readonly ProblemList _problems = [];
    private readonly List<FormatText> _formats = [];
    private readonly List<TraceOption> _options = [];
    private readonly List<TraceBuffer> _buffers = [];
    private readonly HashSet<(TraceOptionId Id, long Offset)> _sections = [];
    private readonly Lazy<DatTexts> _texts;
    private long _unpackedBytesLeft = DatLimits.MaxUnpackedTextBytes;
    private long _formatBytes;
    private HeldBytes _held = new(0);

    private TraceDatFile(FileStream stream, PipedInput? copy)
    {
        (_stream, _copy) = (stream, copy);
        _filledBytes = Math.Min(stream.Length, Writing.FileStatus.Of(stream.SafeFileHandle, stream.Name).OnDiskBytes);
        _texts = new Lazy<DatTexts>(() => new DatTexts(this));
    }

    /// <summary>6 or 7.</summary>
    public int Version { get; private set; }

    /// <summary>Byte order of the recorded machine.</summary>
    public bool BigEndian { get; private set; }

    /// <summary>The recorder's <c>long</c>; the kernel's is in <see cref="HeaderPage"/>.</summary>
    public int LongSizeBytes { get; private set; }

    /// <summary>Size of a sub-buffer in bytes.</summary>
    public int PageSizeBytes { get; private set; }

    /// <summary>Text of <c>events/header_page</c>.</summary>
    public string HeaderPage { get; private set; } = "";

    /// <summary>Text of <c>events/header_event</c>.</summary>
    public string HeaderEvent { get; private set; } = "";

    /// <summary>Formats of the built-in and all other recorded events.</summary>
    public IReadOnlyList<FormatText> Formats => _formats;

    /// <summary>Bytes of <c>/proc/kallsyms</c>; empty where it was not recorded.</summary>
    public ReadOnlyMemory<byte> Kallsyms { get; private set; }

    /// <summary>
    /// The first CPU's sub-buffers in a file that was not finished (<see cref="Writing.TraceDatWriter.Begin"/>), size 0 where they reach to its end; else null.
    /// </summary>
    public CpuData? Unfinished { get; private set; }

    /// <summary>Bytes of <c>printk_formats</c>.</summary>
    public ReadOnlyMemory<byte> PrintkFormats { get; private set; }

    /// <summary>Bytes of <c>saved_cmdlines</c>.</summary>
    public ReadOnlyMemory<byte> SavedCmdLines { get; private set; }

    /// <summary>Text of <c>trace_clock</c>, the clock in force in brackets; empty where it was not recorded.</summary>
    public string TraceClock { get; private set; } = "";

    /// <summary>All options in the order of the file.</summary>
    public IReadOnlyList<TraceOption> Options => _options;

    /// <summary>The top-level buffer first, if the file has one.</summary>
    public IReadOnlyList<TraceBuffer> Buffers => _buffers;

    /// <summary>What of a damaged or truncated file could not be read, a line each; empty for a sound one.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Whether its recorder still runs.</summary>
    internal bool IsBeingRecorded => Writing.FileLock.IsTaken(_stream.SafeFileHandle);

    /// <summary>As in <c>pid 4711</c>.</summary>
    internal string Recorder => Writing.FileLock.HolderOf(_stream.SafeFileHandle);

    /// <summary>Where its sub-buffers can be read, also if it came through a pipe.</summary>
    internal string DataPath => _stream.Name;

    internal Compression Compression { get; private set; } = NoCompression();

    /// <summary>What all its buffers have in common, read when it is first needed.</summary>
    internal DatTexts Texts => _texts.Value;

    /// <summary>Takes what is found to be unreadable after the file was opened.</summary>
    internal ICollection<string> LateProblems => _problems;

    internal HeldBytes Held => _held;

    /// <summary>Opens a file and reads all but the ring buffers.</summary>
    /// <exception cref="TraceDatException">It is no trace.dat, or is damaged before the first thing that is of use.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TraceDatFile Open(string path)
    {
        FileStream stream = File.OpenRead(path);
        PipedInput? copy = null;
        if (!stream.CanSeek)
        {
            using FileStream pipe = stream;
            copy = PipedInput.Copy(pipe, path);
            stream = File.OpenRead(copy.Path);
        }

        var file = new TraceDatFile(stream, copy);
        try
        {
            file.Read(new DatStream(file._stream, path));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file begins as a trace.dat does.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsOne(string path)
    {
        using FileStream file = File.OpenRead(path);
        return new DatStream(file, path).TryExpect(Magic);
    }

    /// <summary>Reads one CPU's sub-buffers, in order; any number of readers may be open at a time.</summary>
    public CpuDataReader OpenCpu(TraceBuffer buffer, CpuData cpu)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return new CpuDataReader(_stream, _stream.Name, cpu, buffer, BigEndian, Compression, _held);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _copy?.Dispose();
    }

    private static Compression NoCompression()
    {
        _ = Compression.TryFind("none", out Compression none);
        return none;
    }

    private void Read(DatStream file)
    {
        file.Expect(Magic, "a trace.dat (17 08 44)");
        file.Expect("tracing"u8, "\"tracing\"");
        string version = file.ReadName();
        Version = version is "6" or "7" ? version[0] - '0' : throw file.Wrong($"version {Excerpt.Of(version)}: 6 and 7 can be read (trace-cmd convert --file-version 7)");
        BigEndian = file.BigEndian = file.ReadByte() == 1;
        LongSizeBytes = file.ReadByte();
        PageSizeBytes = checked((int)Math.Min(file.ReadUInt32(), int.MaxValue));
        if (LongSizeBytes is not (4 or 8) || PageSizeBytes is < LeastSubBufferBytes or > DatLimits.MaxSubBufferBytes)
        {
            throw file.Wrong($"a long of {LongSizeBytes} and pages of {PageSizeBytes} bytes cannot be: at most {DatLimits.MaxSubBufferBytes}");
        }

        _held = new HeldBytes(DatLimits.MaxHeldBytes(_filledBytes));

        if (Version == 6)
        {
            ReadVersion6(file);
        }
        else
        {
            ReadVersion7(file);
        }

        _buffers.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        DropOverlaps();
        CheckData();
    }

    private void CheckData()
    {
        foreach (TraceBuffer buffer in _buffers)
        {
            foreach (CpuData cpu in buffer.Cpus.Where(cpu => cpu.Offset + cpu.SizeBytes > _stream.Length))
            {
                long there = Math.Max(0, _stream.Length - cpu.Offset);
                _problems.Add($"the file ends early: of CPU {cpu.Cpu}'s {cpu.SizeBytes} bytes {there} are there");
            }
        }
    }

    internal static ReadOnlySpan<byte> Magic => [0x17, 0x08, 0x44];

    private static ReadOnlySpan<byte> LatencyMagic => "latency  \0"u8;

    private void AddLatencyBuffer(string name, string clock, DatStream text)
    {
        if (text.Remaining > DatLimits.MaxLatencyTextBytes)
        {
            _problems.Add(text.Wrong($"a text of {text.Remaining} bytes, of which {DatLimits.MaxLatencyTextBytes} are read").Message);
        }

        byte[] bytes = text.ReadBytes((ulong)Math.Min(text.Remaining, DatLimits.MaxLatencyTextBytes));
        _buffers.Add(new TraceBuffer { Name = name, Clock = clock, SubBufferSizeBytes = PageSizeBytes, Cpus = [], LatencyText = bytes });
    }

    // Data of two CPUs cannot share bytes; and as many CPUs are read as a file of this size can have filled.
    private void AddBuffer(DatStream file, TraceBuffer buffer)
    {
        if (_buffers.Count >= DatLimits.MaxBuffers)
        {
            _problems.Add($"more than {DatLimits.MaxBuffers} buffers: the rest is not read");
            return;
        }

        int most = DatLimits.MaxCpus(buffer.SubBufferSizeBytes, _filledBytes);
        if (buffer.Cpus.Length > most)
        {
            _problems.Add(file.Wrong($"{buffer.Cpus.Length} CPUs with sub-buffers of {buffer.SubBufferSizeBytes} bytes in a file of {_stream.Length} bytes: the first {most} are read").Message);
            buffer = buffer with { Cpus = buffer.Cpus[..most] };
        }

        _buffers.Add(buffer);
    }

    private void DropOverlaps()
    {
        HashSet<(int Buffer, int Cpu, long Offset)> overlapping = [];
        var claims = _buffers.SelectMany((buffer, index) => buffer.Cpus.Select(cpu => (Buffer: index, Cpu: cpu))).OrderBy(claim => claim.Cpu.Offset).ToArray();
        long end = 0;
        foreach ((int index, CpuData cpu) in claims)
        {
            if (cpu.Offset < end)
            {
                _problems.Add($"CPU {cpu.Cpu}'s data at byte {cpu.Offset} lies within another CPU's: it is left out");
                overlapping.Add((index, cpu.Cpu, cpu.Offset));
            }
            else
            {
                end = cpu.Offset + cpu.SizeBytes;
            }
        }

        for (int index = 0; index < _buffers.Count && overlapping.Count > 0; index++)
        {
            _buffers[index] = _buffers[index] with { Cpus = [.. _buffers[index].Cpus.Where(cpu => !overlapping.Contains((index, cpu.Cpu, cpu.Offset)))] };
        }
    }

    private string ClockName() => ClockName(TraceClock);

    private static string ClockName(string text)
    {
        int open = text.IndexOf('[', StringComparison.Ordinal);
        int close = text.IndexOf(']', StringComparison.Ordinal);
        return open >= 0 && close > open ? text[(open + 1)..close] : text.Trim();
    }

    private void ReadHeaderInfo(DatStream file)
    {
        file.Expect("header_page\0"u8, "header_page");
        HeaderPage = file.ReadText(file.ReadUInt64());
        file.Expect("header_event\0"u8, "header_event");
        HeaderEvent = file.ReadText(file.ReadUInt64());
    }

    private void ReadFtraceFormats(DatStream file) => ReadFormats(file, "ftrace");

    private void ReadEventFormats(DatStream file)
    {
        uint systems = file.ReadUInt32();
        for (uint system = 0; system < systems; system++)
        {
            ReadFormats(file, file.ReadName());
        }
    }

    // u32 number, { u64 size, text }. Version 6 has no way around them: what is not kept is passed over.
    private void ReadFormats(DatStream file, string system)
    {
        uint count = file.ReadUInt32();
        for (uint i = 0; i < count; i++)
        {
            ulong size = file.ReadUInt64();
            if (_formats.Count < DatLimits.MaxFormats && _formatBytes + (long)Math.Min(size, DatLimits.MaxFormatBytes) <= DatLimits.MaxFormatsBytes)
            {
                ulong kept = Math.Min(size, DatLimits.MaxFormatBytes);
                if (size > kept)
                {
                    _problems.Add(file.Wrong($"a format of {Excerpt.Of(system)} has {size} bytes: the first {kept} are read").Message);
                }

                _formats.Add(new FormatText(system, file.ReadText(kept)));
                _formatBytes += (long)kept;
                file.Skip(size - kept);
                continue;
            }

            if (Version == 7)
            {
                throw file.Wrong($"more than {DatLimits.MaxFormats} formats, or {DatLimits.MaxFormatsBytes} bytes of them: the rest is not read");
            }

            _problems.Add($"more than {DatLimits.MaxFormats} formats, or {DatLimits.MaxFormatsBytes} bytes of them: the rest is not read");
            file.Skip(size);
        }
    }
}

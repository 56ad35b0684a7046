using System.Globalization;
using Ftop.Decoding;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat.Replay;

// Both kinds of recordings, each with what it knows.
public sealed partial class RecordedTrace
{
    private void ReadFile(string? bufferName)
    {
        TraceDatFile file = Add(RecordedInput.OpenFile(Path));
        TraceBuffer buffer = ChooseBuffer(file, bufferName);
        Buffer = buffer.Name;
        _problems = file.Problems;
        Use(
            DatText.Input(file, buffer),
            file.Texts.Symbols,
            DatText.Uname(file));
        Cpus = [.. buffer.Cpus.Select(cpu => cpu.Cpu)];
        _stats = new CpuStats[Cpus.Length];
        FileStream stream = Add(File.OpenRead(file.DataPath)); // one for all CPUs, who read it in turn: thousands would need as many descriptors
        _subBuffers = [.. buffer.Cpus.Select(cpu => OpenCpu(file, cpu, buffer, stream))];
    }

    private void ReadTree(string? bufferName)
    {
        if (bufferName is not null)
        {
            throw new InvalidDataException($"{Path} is one buffer: name the directory of the instance instead of buffer {bufferName}");
        }

        CapturedTree tree = CapturedTree.Open(Path);
        _problems = tree.Problems;
        Tracer = tree.Input.Tracer;
        Use(tree.Input, tree.Symbols, default);
        Cpus = [.. tree.RawFiles.Keys];
        _stats = [.. Cpus.Select(cpu => ReadStats(tree.StatsOf(cpu)))];
        _subBuffers = [.. tree.RawFiles.Values.Select(raw => Add(TreeFile.OpenHandle(raw)))
            .Select(raw => new PlainSubBuffers(raw, 0, RandomAccess.GetLength(raw), tree.Input.HeaderPage.SubBufferSizeBytes))];
    }

    private void Use(TraceTextInput input, RecordedSymbols symbols, ReadOnlySpan<byte> uname)
    {
        Input = input;
        TimeIsNs = input.TimeIsNs && !input.Time.IsScaled; // it is played by the clock it was recorded by
        WallClockOffsetNs = TimeIsNs ? input.Time.OffsetNs + input.Time.DateNs : 0;
        HasDate = TimeIsNs && input.Time.DateNs != 0;
        Metadata = new TraceMetadata
        {
            HeaderPage = input.HeaderPage,
            Formats = input.Formats,
            Symbols = symbols.Table,
            Tasks = new RecordedTasks(input.Tasks),
            TraceClock = input.TraceClock,
            SystemCalls = RecordedMachine.FindSystemCalls(uname, symbols),
        };
    }

    private TraceBuffer ChooseBuffer(TraceDatFile file, string? name)
    {
        TraceBuffer? buffer = name is null
            ? file.Buffers.FirstOrDefault(buffer => !buffer.Cpus.IsEmpty)
            : file.Buffers.FirstOrDefault(buffer => buffer.Name == name);
        string why = file.Problems.Count > 0 ? $" ({file.Problems[0]})" : "";
        if (buffer is null && file.Buffers.Any(recorded => !recorded.LatencyText.IsEmpty))
        {
            throw new InvalidDataException($"{Path}: there are no events in it, only the text of a latency tracer: 'ftop report {Path}' prints it");
        }

        return buffer ?? throw new InvalidDataException(name is null
            ? $"{Path}: no buffer with events is in it{why}"
            : $"{Path}: there is no buffer {name}; expected one of {string.Join(", ", file.Buffers.Select(known => known.Name.Length == 0 ? "'' (top level)" : known.Name))}{why}");
    }

    private SubBufferStore OpenCpu(TraceDatFile file, CpuData cpu, TraceBuffer buffer, FileStream stream)
    {
        if (!file.Compression.IsNone)
        {
            return new PackedSubBuffers(new DatStream(stream, Path) { BigEndian = file.BigEndian }, cpu, file, buffer);
        }

        long there = Math.Clamp(stream.Length - cpu.Offset, 0, cpu.SizeBytes);
        return new PlainSubBuffers(stream.SafeFileHandle, cpu.Offset, there - (there % buffer.SubBufferSizeBytes), buffer.SubBufferSizeBytes);
    }

    // As per_cpu/cpuN/stats has it: lines of a name, a colon and a number.
    private static CpuStats ReadStats(string text)
    {
        var stats = new CpuStats();
        foreach (string line in text.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && long.TryParse(line.AsSpan(colon + 1), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out long count))
            {
                stats = line[..colon] switch
                {
                    "overrun" => stats with { Overrun = count },
                    "commit overrun" => stats with { CommitOverrun = count },
                    "dropped events" => stats with { DroppedEvents = count },
                    _ => stats,
                };
            }
        }

        return stats;
    }

    private T Add<T>(T file)
        where T : IDisposable
    {
        _files.Add(file);
        return file;
    }
}

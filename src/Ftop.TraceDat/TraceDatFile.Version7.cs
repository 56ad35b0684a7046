using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.TraceDat.Writing;

namespace Ftop.TraceDat;

// Version 7: sections anywhere in the file, found through the options.
public sealed partial class TraceDatFile
{
    private void ReadVersion7(DatStream file)
    {
        string algorithm = file.ReadName();
        string algorithmVersion = file.ReadName();
        if (!Compression.TryFind(algorithm, out Compression compression))
        {
            throw file.Wrong($"compressed with {Excerpt.Of(algorithm)} {Excerpt.Of(algorithmVersion)}, which cannot be read; "
                + "on a host with it: trace-cmd convert --compression none -i FILE -o NEW");
        }

        Compression = compression;
        long next = (long)file.ReadUInt64();
        var seen = new HashSet<long>();
        while (next != 0 && seen.Add(next) && _options.Count < DatLimits.MaxOptions)
        {
            file.Seek(next);
            next = ReadOptionsSection(file);
        }
    }

    // Returns where the next options stand, 0 for none.
    private long ReadOptionsSection(DatStream file)
    {
        DatStream section = OpenSection(file, TraceOptionId.Done);
        while (true)
        {
            var id = (TraceOptionId)section.ReadUInt16();
            if (_options.Count == DatLimits.MaxOptions && id != TraceOptionId.Done)
            {
                _problems.Add(section.Wrong($"more than {DatLimits.MaxOptions} options: the rest is not read").Message);
                return 0;
            }

            byte[] data = section.ReadBytes(section.ReadUInt32());
            var body = new DatStream(new MemoryStream(data), file.Path, section.Position - data.Length) { BigEndian = BigEndian };
            if (id == TraceOptionId.Done)
            {
                return data.Length == 0 ? 0 : (long)body.ReadUInt64();
            }

            _options.Add(new TraceOption(id, data));
            try
            {
                ReadOption7(file, id, body);
            }
            catch (TraceDatException damaged)
            {
                _problems.Add(damaged.Message);
            }
        }
    }

    private void ReadOption7(DatStream file, TraceOptionId id, DatStream body)
    {
        switch (id)
        {
            case TraceOptionId.Buffer:
                AddBuffer7(file, body);
                return;
            case TraceOptionId.BufferText:
                AddBufferText(file, body);
                return;
            case TraceOptionId.TraceClock:
                TraceClock = body.ReadText((ulong)body.Length);
                return;
            case >= TraceOptionId.HeaderInfo and <= TraceOptionId.CmdLines:
                long offset = (long)body.ReadUInt64();
                if (!_sections.Add((id, offset)))
                {
                    _problems.Add($"{file.Path}: at byte {offset}: several options name this section: it is read once");
                    return;
                }

                file.Seek(offset);
                ReadSection(OpenSection(file, id), id);
                return;
        }
    }

    private void ReadSection(DatStream section, TraceOptionId id)
    {
        switch (id)
        {
            case TraceOptionId.HeaderInfo:
                ReadHeaderInfo(section);
                break;
            case TraceOptionId.FtraceEvents:
                ReadFtraceFormats(section);
                break;
            case TraceOptionId.EventFormats:
                ReadEventFormats(section);
                break;
            case TraceOptionId.Kallsyms:
                Kallsyms = section.ReadBytes(section.ReadUInt32());
                break;
            case TraceOptionId.Printk:
                PrintkFormats = section.ReadTextBytes(section.ReadUInt32());
                break;
            case TraceOptionId.CmdLines:
                SavedCmdLines = section.ReadTextBytes(section.ReadUInt64());
                break;
        }
    }

    // Section header: u16 id, u16 flags (1: compressed), u32 description, u64 size of what follows.
    private DatStream OpenSection(DatStream file, TraceOptionId expected, bool hasChunks = false)
    {
        long at = file.Position;
        var id = (TraceOptionId)file.ReadUInt16();
        bool compressed = (file.ReadUInt16() & 1) != 0;
        _ = file.ReadUInt32();
        ulong sizeBytes = file.ReadUInt64();
        if (id != expected)
        {
            throw new TraceDatException(file.Path, at, $"expected section {(int)expected}, found {(int)id}");
        }

        byte[] bytes = !compressed ? file.ReadBytes(sizeBytes) : hasChunks ? ReadChunks(file) : Unpack(file);
        return new DatStream(new MemoryStream(bytes), file.Path, compressed ? at : file.Position - bytes.Length) { BigEndian = BigEndian };
    }

    private byte[] ReadChunks(DatStream file)
    {
        using var bytes = new MemoryStream();
        for (uint left = file.ReadUInt32(); left > 0 && bytes.Length < DatLimits.MaxLatencyTextBytes; left--)
        {
            bytes.Write(Unpack(file));
        }

        return bytes.ToArray();
    }

    private byte[] Unpack(DatStream file)
    {
        byte[] bytes = Compression.ReadChunk(file, Math.Min(DatLimits.MaxTextBytes, _unpackedBytesLeft));
        _unpackedBytesLeft -= bytes.Length;
        return bytes;
    }

    // u64 offset of the section with the text, name, clock. Packed, the text is u32 chunks and the chunks.
    private void AddBufferText(DatStream file, DatStream body)
    {
        long offset = (long)body.ReadUInt64();
        string name = body.ReadName();
        string clock = body.ReadName();
        file.Seek(offset);
        DatStream text = OpenSection(file, TraceOptionId.BufferText, hasChunks: true);
        text.TryExpect(LatencyMagic);
        AddLatencyBuffer(name, ClockName(clock), text);
    }

    // u64 offset of the flyrecord section, name, clock, u32 page size, u32 CPUs with data, { u32 cpu, u64 offset, u64 stored size }
    private void AddBuffer7(DatStream file, DatStream body)
    {
        long section = (long)body.ReadUInt64();
        string name = body.ReadName();
        string clock = body.ReadName();
        uint pageSizeBytes = body.ReadUInt32();
        uint cpus = body.ReadUInt32();
        if (pageSizeBytes is < LeastSubBufferBytes or > DatLimits.MaxSubBufferBytes)
        {
            throw body.Wrong($"pages of {pageSizeBytes} bytes cannot be: at most {DatLimits.MaxSubBufferBytes}");
        }

        ImmutableArray<CpuData>.Builder data = ImmutableArray.CreateBuilder<CpuData>();
        for (uint i = 0; i < cpus; i++)
        {
            var cpu = new CpuData((int)body.ReadUInt32(), (long)body.ReadUInt64(), (long)body.ReadUInt64());
            if (cpu.Cpu < 0 || cpu.Offset < 0 || cpu.SizeBytes < 0 || cpu.Offset > long.MaxValue - cpu.SizeBytes)
            {
                throw body.Wrong($"CPU {cpu.Cpu}'s data cannot be at {cpu.Offset} with {cpu.SizeBytes} bytes");
            }

            if (i == 0 && IsUnfinished(file, section))
            {
                Unfinished = cpu;
            }

            if (cpu.SizeBytes != 0)
            {
                data.Add(cpu);
            }
        }

        AddBuffer(body, new TraceBuffer
        {
            Name = name,
            Clock = ClockName(clock),
            SubBufferSizeBytes = (int)pageSizeBytes,
            Cpus = data.ToImmutable(),
        });
    }

    private static bool IsUnfinished(DatStream file, long section)
    {
        const int SizeOffset = 2 * sizeof(uint);
        if (section < 0 || section > file.Length - SizeOffset - sizeof(long))
        {
            return false;
        }

        file.Seek(section + SizeOffset);
        return file.ReadUInt64() == TraceDatWriter.UnknownSizeBytes;
    }
}

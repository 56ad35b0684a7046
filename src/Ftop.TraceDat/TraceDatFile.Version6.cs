using System.Collections.Immutable;
using System.Text;
using Ftop.Decoding;

namespace Ftop.TraceDat;

// Version 6: everything in a fixed order, options, then each buffer's table of CPUs.
public sealed partial class TraceDatFile
{
    private void ReadVersion6(DatStream file)
    {
        ReadHeaderInfo(file);
        ReadFtraceFormats(file);
        ReadEventFormats(file);
        Kallsyms = ReadText6(file, file.ReadUInt32(), "kallsyms");
        PrintkFormats = DatStream.WithoutNuls(ReadText6(file, file.ReadUInt32(), "printk_formats"));
        SavedCmdLines = DatStream.WithoutNuls(ReadText6(file, file.ReadUInt64(), "saved_cmdlines"));
        int cpus = (int)Math.Min(file.ReadUInt32(), int.MaxValue);
        try
        {
            if (file.TryExpect("options  \0"u8)) // the first trace-cmd wrote none
            {
                ReadOptions6(file);
            }

            if (file.TryExpect(LatencyMagic))
            {
                AddLatencyBuffer("", ClockName(), file);
                return;
            }

            file.Expect("flyrecord\0"u8, "options, flyrecord or latency");
            AddBuffer6(file, "", cpus);
            foreach (TraceOption option in _options.Where(option => option.Id == TraceOptionId.Buffer).ToArray())
            {
                if (_buffers.Count > DatLimits.MaxBuffers)
                {
                    throw file.Wrong($"more than {DatLimits.MaxBuffers} instances: the rest is not read");
                }

                ReadInstance6(file, option, cpus);
            }
        }
        catch (TraceDatException damaged)
        {
            _problems.Add(damaged.Message);
        }
    }

    // Larger than any kernel's, it is passed over: what stands behind it can be read.
    private byte[] ReadText6(DatStream file, ulong size, string what)
    {
        if (size <= DatLimits.MaxTextBytes)
        {
            return file.ReadBytes(size);
        }

        _problems.Add(file.Wrong($"{what} of {size} bytes is left out: at most {DatLimits.MaxTextBytes} are read").Message);
        file.Skip(size);
        return [];
    }

    private void ReadOptions6(DatStream file)
    {
        for (var id = (TraceOptionId)file.ReadUInt16(); id != TraceOptionId.Done; id = (TraceOptionId)file.ReadUInt16())
        {
            uint size = file.ReadUInt32();
            if (_options.Count < DatLimits.MaxOptions)
            {
                _options.Add(new TraceOption(id, file.ReadBytes(size)));
                continue;
            }

            _problems.Add($"more than {DatLimits.MaxOptions} options: the rest is not read");
            file.Skip(size);
        }
    }

    // Option BUFFER: u64 offset of the instance's own "flyrecord" block, then its name.
    private void ReadInstance6(DatStream file, TraceOption option, int cpus)
    {
        var data = new DatStream(new MemoryStream(option.Data.ToArray()), file.Path) { BigEndian = BigEndian };
        long offset = (long)data.ReadUInt64();
        string name = Encoding.UTF8.GetString(option.Data.Span[sizeof(ulong)..]).TrimEnd('\0');
        if (name.Length != 0)
        {
            file.Seek(offset);
            file.Expect("flyrecord\0"u8, $"flyrecord of instance {Excerpt.Of(name)}");
            AddBuffer6(file, name, cpus);
        }
    }

    private void AddBuffer6(DatStream file, string name, int cpus)
    {
        ImmutableArray<CpuData>.Builder data = ImmutableArray.CreateBuilder<CpuData>();
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            long offset = (long)file.ReadUInt64();
            long sizeBytes = (long)file.ReadUInt64();
            if (offset < 0 || sizeBytes < 0 || offset > long.MaxValue - sizeBytes)
            {
                throw file.Wrong($"CPU {cpu}'s data cannot be at {offset} with {sizeBytes} bytes");
            }

            if (sizeBytes != 0)
            {
                data.Add(new CpuData(cpu, offset, sizeBytes));
            }
        }

        // The clock's text follows only where the option TRACECLOCK, empty in this version, announces it.
        if (_options.Any(option => option.Id == TraceOptionId.TraceClock))
        {
            TraceClock = file.ReadText(file.ReadUInt64());
        }

        AddBuffer(file, new TraceBuffer { Name = name, Clock = ClockName(), SubBufferSizeBytes = PageSizeBytes, Cpus = data.ToImmutable() });
    }
}

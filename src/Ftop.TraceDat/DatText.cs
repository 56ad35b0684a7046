using System.Buffers.Binary;
using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.TraceDat;

/// <summary>Gives one buffer of a trace.dat to <see cref="TraceText"/>. A trace.dat records neither the tracer nor the options.</summary>
internal static class DatText
{
    private const int ReleaseWordIndex = 2;

    public static TraceTextInput Input(TraceDatFile file, TraceBuffer buffer, ICollection<string>? problems = null)
    {
        if (!HeaderPage.TryParse(file.HeaderPage, out HeaderPage header, out TextDiagnostic diagnostic))
        {
            throw new InvalidDataException($"header_page in the file: {diagnostic}");
        }

        header = header with { BigEndian = file.BigEndian, DataSizeBytes = buffer.SubBufferSizeBytes - header.DataOffset };
        List<EventFormat> formats = [];
        foreach (FormatText text in file.Formats)
        {
            if (EventFormatParser.TryParse(text.Text, text.System, out EventFormat? format, out TextDiagnostic fault, header.LongSizeBytes))
            {
                formats.Add(format);
            }
            else
            {
                problems?.Add($"a format of {text.System} cannot be read, so that one event's type is not known: {fault}");
            }
        }

        return new TraceTextInput
        {
            HeaderPage = header,
            Formats = new EventFormatTable(formats),
            Symbols = file.Kallsyms.IsEmpty ? null : new KallsymsTable(file.Kallsyms.ToArray()),
            PrintkFormats = PrintkFormats.Parse(Encoding.UTF8.GetString(file.PrintkFormats.Span)),
            Tasks = new TaskTable(file.SavedCmdLines.Span, default),
            Tracer = "",
            TraceClock = buffer.Clock.Length > 0 ? buffer.Clock : "local",
            Kernel = Release(file),
            CpuCount = CpuCount(file, buffer),
            Time = DatTime.Read(file),
        };
    }

    public static IReadOnlyList<(int Cpu, ISubBufferSequence SubBuffers)> OpenCpus(TraceDatFile file, TraceBuffer buffer, ICollection<string>? problems = null) =>
        [.. buffer.Cpus.Select(cpu => (cpu.Cpu, (ISubBufferSequence)new DatSubBuffers(() => file.OpenCpu(buffer, cpu), problems)))];

    // uname -a: Linux HOST RELEASE …
    private static KernelVersion Release(TraceDatFile file)
    {
        string[] words = Encoding.UTF8.GetString(Option(file, TraceOptionId.Uname)).Split(' ');
        return KernelVersion.Parse(string.Join(' ', words.Skip(ReleaseWordIndex)));
    }

    internal static int CpuCount(TraceDatFile file, TraceBuffer? buffer)
    {
        ReadOnlySpan<byte> option = Option(file, TraceOptionId.CpuCount);
        int largest = buffer is null or { Cpus.IsEmpty: true } ? 0 : buffer.Cpus.Max(cpu => cpu.Cpu) + 1;
        return option.Length < sizeof(int) ? largest
            : Math.Max(largest, file.BigEndian ? BinaryPrimitives.ReadInt32BigEndian(option) : BinaryPrimitives.ReadInt32LittleEndian(option));
    }

    private static ReadOnlySpan<byte> Option(TraceDatFile file, TraceOptionId id)
    {
        foreach (TraceOption option in file.Options)
        {
            if (option.Id == id)
            {
                return option.Data.Span;
            }
        }

        return default;
    }
}

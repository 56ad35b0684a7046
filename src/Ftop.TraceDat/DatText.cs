using System.Buffers.Binary;
using System.Text;
using Ftop.Decoding.Text;

namespace Ftop.TraceDat;

/// <summary>Gives one buffer of a trace.dat to <see cref="TraceText"/>. A trace.dat records neither the tracer nor the options.</summary>
internal static class DatText
{
    private const int ReleaseWordIndex = 2;

    public static TraceTextInput Input(TraceDatFile file, TraceBuffer buffer)
    {
        DatTexts texts = file.Texts;
        return new TraceTextInput
        {
            HeaderPage = texts.HeaderPage with { BigEndian = file.BigEndian, DataSizeBytes = buffer.SubBufferSizeBytes - texts.HeaderPage.DataOffset },
            Formats = texts.Formats,
            Symbols = file.Kallsyms.IsEmpty ? null : texts.Symbols,
            PrintkFormats = texts.PrintkFormats,
            Tasks = texts.Tasks,
            Tracer = "",
            TraceClock = buffer.Clock.Length > 0 ? buffer.Clock : "local",
            Kernel = Release(file),
            CpuCount = CpuCount(file, buffer),
            Time = DatTime.Read(file),
            Problems = file.LateProblems,
        };
    }

    public static IReadOnlyList<(int Cpu, ISubBufferSequence SubBuffers)> OpenCpus(TraceDatFile file, TraceBuffer buffer) =>
        [.. buffer.Cpus.Select(cpu => (cpu.Cpu, (ISubBufferSequence)new DatSubBuffers(() => file.OpenCpu(buffer, cpu), file.LateProblems)))];

    // uname -a: Linux HOST RELEASE …
    private static KernelVersion Release(TraceDatFile file)
    {
        string[] words = Encoding.UTF8.GetString(Uname(file)).Split(' ');
        return KernelVersion.Parse(string.Join(' ', words.Skip(ReleaseWordIndex)));
    }

    internal static int CpuCount(TraceDatFile file, TraceBuffer? buffer)
    {
        ReadOnlySpan<byte> option = Option(file, TraceOptionId.CpuCount);
        int largest = buffer is null or { Cpus.IsEmpty: true } ? 0 : buffer.Cpus.Max(cpu => cpu.Cpu) + 1;
        return option.Length < sizeof(int) ? largest
            : Math.Max(largest, file.BigEndian ? BinaryPrimitives.ReadInt32BigEndian(option) : BinaryPrimitives.ReadInt32LittleEndian(option));
    }

    /// <summary>What <c>uname -a</c> told of the recorded machine; empty where it was not recorded.</summary>
    internal static ReadOnlySpan<byte> Uname(TraceDatFile file)
    {
        ReadOnlySpan<byte> option = Option(file, TraceOptionId.Uname);
        return option[..Math.Min(option.Length, DatLimits.MaxUnameBytes)];
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

using System.Globalization;
using System.Text;
using Ftop.Aggregation.Windows;
using Ftop.Decoding.Filters;
using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.SystemCalls;
using Ftop.Decoding.Text;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>Prints what happened while a span was open, as the kernel does, from sub-buffers in memory.</summary>
/// <param name="input">What the text needs to know of the trace that they are of.</param>
/// <param name="findFormat">Finds the format of an event of <c>syscalls</c> that is off, and not among those of the input.</param>
internal sealed class PastReader(TraceTextInput input, Func<string, EventFormat?> findFormat)
{
    /// <summary>Between the two events of the same begin: of raw_syscalls, that the span begins with, and of syscalls beside it, which may have text.</summary>
    public const ulong MostApartNs = 10_000;

    private const int MostLines = 1000;

    /// <summary>The events on the span's CPUs and of its tasks, from its begin to its end.</summary>
    /// <param name="span">When and where.</param>
    /// <param name="cpus">Sub-buffers of each CPU, those of the span's time among them, ascending.</param>
    public PastText Read(WorstSpan span, IEnumerable<(int Cpu, IReadOnlyList<byte[]> SubBuffers)> cpus)
    {
        (int Cpu, IReadOnlyList<byte[]> SubBuffers)[] held = [.. cpus.Where(cpu => cpu.SubBuffers.Count > 0)];
        bool isWhole = held.Where(cpu => cpu.Cpu == span.BeginCpu).Any(cpu => SubBufferHeader.Read(cpu.SubBuffers[0], input.HeaderPage).Timestamp <= span.Begin);
        string condition = string.Create(
            CultureInfo.InvariantCulture,
            $".*:TIMESTAMP >= {span.Begin} && TIMESTAMP <= {span.End} && (CPU == {span.BeginCpu} || CPU == {span.EndCpu} || common_pid == {TaskOf(span)})");
        if (!EventFilter.TryParse(condition, out EventFilter? filter, out string fault))
        {
            throw new InvalidOperationException($"{condition}: {fault}");
        }

        var trace = new TraceText(input, held.Select(cpu => (cpu.Cpu, (ISubBufferSequence)new HeldSubBuffers(cpu.SubBuffers))), new TraceSelection { Filters = [filter!] });
        using var text = new TextBuffer();
        while (trace.TryWriteNext(text))
        {
        }

        string[] lines = Encoding.UTF8.GetString(text.Written).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string? note = lines.Length > MostLines ? $"{lines.Length} lines, of which the last {MostLines} follow"
            : isWhole ? null
            : lines.Length == 0 ? "what happened meanwhile is not in memory any more" : "what happened first is not in memory any more";
        return new PastText([.. lines.TakeLast(MostLines)], note);
    }

    /// <summary>The system call that a span is, with its arguments; null where its begin is not there.</summary>
    /// <param name="name">As in syscalls(2).</param>
    /// <param name="span">When and where.</param>
    /// <param name="subBuffers">Of the CPU that it began on, those of <see cref="MostApartNs"/> around its begin among them.</param>
    public string? ReadCall(string name, WorstSpan span, IEnumerable<byte[]> subBuffers)
    {
        EventFormat? rawEnter = input.Formats.Find("raw_syscalls", "sys_enter");
        EventFormat? enter = SystemCallText.EventNames(name).Select(FormatOf).FirstOrDefault(static format => format is not null);
        if ((rawEnter ?? enter)?.Find("common_pid") is not FormatField pidField)
        {
            return null;
        }

        var call = new SystemCallText(name, rawEnter, enter, input.HeaderPage);
        var pid = new FieldReader(pidField, input.HeaderPage.BigEndian);
        string? text = null;
        (bool HasText, ulong Ns) best = (false, MostApartNs);
        foreach (byte[] subBuffer in subBuffers)
        {
            var reader = new SubBufferReader(subBuffer, input.HeaderPage);
            while (reader.TryReadNext(out EventRecord record))
            {
                (bool HasText, ulong Ns) found = (call.HasText(record.TypeId), Math.Max(record.Timestamp, span.Begin) - Math.Min(record.Timestamp, span.Begin));
                bool isBetter = found.HasText != best.HasText ? found.HasText : found.Ns < best.Ns;
                if (call.IsBegin(record.TypeId) && isBetter && found.Ns <= (found.HasText ? MostApartNs : 0)
                    && pid.TryReadInteger(record.Payload, out long task) && task == span.BeginPid)
                {
                    (text, best) = (call.Write(record), found);
                }
            }
        }

        return text;
    }

    private EventFormat? FormatOf(string eventName) => input.Formats.Find("syscalls", eventName) ?? findFormat(eventName);

    // That of the idle task is no one's.
    private static int TaskOf(WorstSpan span) => span.BeginPid != 0 ? span.BeginPid : span.EndPid != 0 ? span.EndPid : -1;

    private sealed class HeldSubBuffers(IReadOnlyList<byte[]> subBuffers) : ISubBufferSequence
    {
        private int _next;

        public int Read(Span<byte> destination)
        {
            if (_next == subBuffers.Count)
            {
                return 0;
            }

            byte[] subBuffer = subBuffers[_next++];
            int length = Math.Min(subBuffer.Length, destination.Length);
            subBuffer.AsSpan(0, length).CopyTo(destination);
            return length;
        }

        public void Rewind() => _next = 0;

        public void Dispose()
        {
        }
    }
}

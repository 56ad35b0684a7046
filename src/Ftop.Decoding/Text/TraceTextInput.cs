using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.Text;

/// <summary>What the text of a trace needs to know besides its sub-buffers. All of it can be had from tracefs, but for the last three.</summary>
public sealed record TraceTextInput
{
    /// <summary>Layout of the sub-buffers, with the byte order.</summary>
    public required HeaderPage HeaderPage { get; init; }

    /// <summary>Formats of all events, those of <c>events/ftrace</c> included.</summary>
    public required EventFormatTable Formats { get; init; }

    /// <summary>Null where no symbols are known: addresses are printed.</summary>
    public IKernelSymbols? Symbols { get; init; }

    /// <summary>Strings of trace_printk and tracepoints.</summary>
    public PrintkFormats PrintkFormats { get; init; } = PrintkFormats.Empty;

    /// <summary>Names by pid.</summary>
    public TaskTable Tasks { get; init; } = TaskTable.Empty;

    /// <summary><c>current_tracer</c>; empty where it is not known, and is then told by the events: the function tracers have their own.</summary>
    public string Tracer { get; init; } = "nop";

    /// <summary>The clock in force, as in <c>local</c>.</summary>
    public string TraceClock { get; init; } = "local";

    /// <summary>What makes the times that are shown of the recorded ones.</summary>
    public TraceTime Time { get; init; }

    /// <summary>Decides about columns and spellings that changed.</summary>
    public KernelVersion Kernel { get; init; } = KernelVersion.Unknown;

    /// <summary><c>trace_options</c>.</summary>
    public TextOption Options { get; init; } = TextOption.Default;

    /// <summary>CPUs of the machine.</summary>
    public required int CpuCount { get; init; }

    /// <summary>Text of <c>dynamic_events</c>, which alone tells what an event probe (<c>e:GROUP/NAME SYSTEM.EVENT</c>) is attached to.</summary>
    public string DynamicEvents { get; init; } = "";

    /// <summary>Events overwritten on all CPUs, from <c>per_cpu/cpuN/stats</c>; unless given, what the sub-buffers themselves tell.</summary>
    public ulong? Overrun { get; init; }

    /// <summary>Trace-clock time when the buffer was last reset: zero of the times of <c>latency-format</c>. Unless given, the first event's.</summary>
    public ulong? BufferStart { get; init; }

    /// <summary>The CPU that read the text, which the header of <c>latency-format</c> shows. Nothing recorded tells it.</summary>
    public int ReaderCpu { get; init; }

    /// <summary>The kernel's preemption model as the header of <c>latency-format</c> has it: <c>desktop</c>, <c>PREEMPT(none)</c>.</summary>
    public string PreemptModel { get; init; } = "unknown";

    /// <summary>Takes a line on each thing that is found to be unreadable while events are written; null where nobody asks.</summary>
    public ICollection<string>? Problems { get; init; }

    /// <summary>Seconds with nine digits, as recorded, instead of the kernel's six, which are rounded.</summary>
    public bool HasNsTimes { get; init; }

    /// <summary>All fields of each event by name, in place of its text.</summary>
    public bool HasRawFields { get; init; }

    /// <summary>Whether times are nanoseconds; the other clocks count.</summary>
    public bool TimeIsNs => Time.IsScaled || TraceClock is not ("counter" or "uptime" or "x86-tsc" or "ppc-tb" or "s390-tod");
}

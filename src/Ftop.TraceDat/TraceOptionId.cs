namespace Ftop.TraceDat;

/// <summary>What an option of a trace.dat is about (trace-cmd.dat.v7(5)); version 6 has those up to <see cref="Tsc2Nsec"/>.</summary>
public enum TraceOptionId
{
    /// <summary>End of the options, and in version 7 where the next ones stand.</summary>
    Done = 0,

    /// <summary>Offset to wall-clock time, as text.</summary>
    Date = 1,

    /// <summary>Text of one CPU's <c>stats</c>.</summary>
    CpuStat = 2,

    /// <summary>A buffer: where its CPUs' data is.</summary>
    Buffer = 3,

    /// <summary>Text of the file <c>trace_clock</c>.</summary>
    TraceClock = 4,

    /// <summary>The machine, as <c>uname -a</c> tells.</summary>
    Uname = 5,

    /// <summary>A pairing of events for trace-cmd hooks.</summary>
    Hook = 6,

    /// <summary>An offset that is added to all time stamps.</summary>
    Offset = 7,

    /// <summary>Number of CPUs.</summary>
    CpuCount = 8,

    /// <summary>The recorder's version.</summary>
    Version = 9,

    /// <summary>Maps of the traced processes.</summary>
    ProcMaps = 10,

    /// <summary>Id that ties files of host and guests together.</summary>
    TraceId = 11,

    /// <summary>Time synchronisation between host and guest.</summary>
    TimeShift = 12,

    /// <summary>A guest's virtual CPUs.</summary>
    Guest = 13,

    /// <summary>Factors from TSC ticks to nanoseconds.</summary>
    Tsc2Nsec = 14,

    /// <summary>Section of strings.</summary>
    Strings = 15,

    /// <summary>Section of <c>header_page</c> and <c>header_event</c>.</summary>
    HeaderInfo = 16,

    /// <summary>Section of the built-in events' formats.</summary>
    FtraceEvents = 17,

    /// <summary>Section of all other events' formats.</summary>
    EventFormats = 18,

    /// <summary>Section of <c>/proc/kallsyms</c>.</summary>
    Kallsyms = 19,

    /// <summary>Section of <c>printk_formats</c>.</summary>
    Printk = 20,

    /// <summary>Section of <c>saved_cmdlines</c>.</summary>
    CmdLines = 21,

    /// <summary>A latency tracer's text.</summary>
    BufferText = 22,
}

namespace Ftop.TraceDat.Writing;

/// <summary>All of a trace.dat but its buffers.</summary>
public sealed record TraceDatContent
{
    /// <summary>Text of <c>events/header_page</c>.</summary>
    public required string HeaderPage { get; init; }

    /// <summary>Text of <c>events/header_event</c>.</summary>
    public required string HeaderEvent { get; init; }

    /// <summary>Formats; those of the system <c>ftrace</c> are ftrace's own.</summary>
    public required IReadOnlyList<FormatText> Formats { get; init; }

    /// <summary>Bytes of <c>/proc/kallsyms</c>; empty for none.</summary>
    public ReadOnlyMemory<byte> Kallsyms { get; init; }

    /// <summary>Bytes of <c>printk_formats</c>.</summary>
    public ReadOnlyMemory<byte> PrintkFormats { get; init; }

    /// <summary>Bytes of <c>saved_cmdlines</c>: names of tasks need not be UTF-8.</summary>
    public ReadOnlyMemory<byte> SavedCmdLines { get; init; }

    /// <summary>Text of <c>trace_clock</c>, the clock in force in brackets.</summary>
    public string TraceClock { get; init; } = "";

    /// <summary>CPUs that the machine may ever have online.</summary>
    public required int CpuCount { get; init; }

    /// <summary>Options other than those the writer makes itself: buffers, clock, number of CPUs and where sections stand.</summary>
    public IReadOnlyList<TraceOption> Options { get; init; } = [];

    /// <summary>What a file holds, to be written again.</summary>
    public static TraceDatContent Of(TraceDatFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new TraceDatContent
        {
            HeaderPage = file.HeaderPage,
            HeaderEvent = file.HeaderEvent,
            Formats = file.Formats,
            Kallsyms = file.Kallsyms,
            PrintkFormats = file.PrintkFormats,
            SavedCmdLines = file.SavedCmdLines,
            TraceClock = file.TraceClock,
            CpuCount = file.Buffers.Select(buffer => DatText.CpuCount(file, buffer)).DefaultIfEmpty(DatText.CpuCount(file, null)).Max(),
            Options = [.. file.Options.Where(option => !IsMadeByWriter(option.Id))],
        };
    }

    private static bool IsMadeByWriter(TraceOptionId id) =>
        id is TraceOptionId.Buffer or TraceOptionId.TraceClock or TraceOptionId.CpuCount or (>= TraceOptionId.Strings and <= TraceOptionId.BufferText);
}

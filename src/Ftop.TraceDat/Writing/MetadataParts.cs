namespace Ftop.TraceDat.Writing;

/// <summary>The parts that versions 6 and 7 share: in version 6 they follow each other, in version 7 each is a section.</summary>
internal static class MetadataParts
{
    /// <summary>Each part in the order of version 6.</summary>
    public static IEnumerable<MetadataPart> Of(TraceDatContent content, bool bigEndian)
    {
        yield return new(TraceOptionId.HeaderInfo, "headers", HeaderInfo(content, new DatOutput(bigEndian)));
        yield return new(TraceOptionId.FtraceEvents, "ftrace events", FtraceFormats(content, new DatOutput(bigEndian)));
        yield return new(TraceOptionId.EventFormats, "events format", EventFormats(content, new DatOutput(bigEndian)));
        yield return new(TraceOptionId.Kallsyms, "kallsyms", new DatOutput(bigEndian).UInt32(content.Kallsyms.Length)) { Text = content.Kallsyms };
        yield return new(TraceOptionId.Printk, "printk", new DatOutput(bigEndian).Bytes32(content.PrintkFormats.Span));
        yield return new(TraceOptionId.CmdLines, "command lines", new DatOutput(bigEndian).UInt64(content.SavedCmdLines.Length).Bytes(content.SavedCmdLines.Span));
    }

    private static DatOutput HeaderInfo(TraceDatContent content, DatOutput output) =>
        output.Name("header_page").Text64(content.HeaderPage).Name("header_event").Text64(content.HeaderEvent);

    private static DatOutput FtraceFormats(TraceDatContent content, DatOutput output)
    {
        FormatText[] formats = [.. content.Formats.Where(IsFtrace)];
        output.UInt32(formats.Length);
        foreach (FormatText format in formats)
        {
            output.Text64(format.Text);
        }

        return output;
    }

    private static DatOutput EventFormats(TraceDatContent content, DatOutput output)
    {
        IGrouping<string, FormatText>[] systems = [.. content.Formats.Where(format => !IsFtrace(format)).GroupBy(format => format.System)];
        output.UInt32(systems.Length);
        foreach (IGrouping<string, FormatText> system in systems)
        {
            output.Name(system.Key).UInt32(system.Count());
            foreach (FormatText format in system)
            {
                output.Text64(format.Text);
            }
        }

        return output;
    }

    private static bool IsFtrace(FormatText format) => format.System == "ftrace";
}

/// <summary>A part of the metadata.</summary>
/// <param name="Id">Of its section in version 7.</param>
/// <param name="Description">Of its section in version 7.</param>
/// <param name="Head">What it begins with.</param>
internal sealed record MetadataPart(TraceOptionId Id, string Description, DatOutput Head)
{
    /// <summary>What follows, as it is: symbols are megabytes, not to be copied.</summary>
    public ReadOnlyMemory<byte> Text { get; init; }

    /// <summary>True if <paramref name="other"/> is written as this is. Of a text only the same memory is the same: it is not compared.</summary>
    public bool IsSame(MetadataPart other) => Text.Equals(other.Text) && Head.Written.SequenceEqual(other.Head.Written);
}

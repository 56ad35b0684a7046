using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>
/// A synthetic event, whose fields the kernel separates by blanks although its print fmt has commas
/// (<c>kernel/trace/trace_events_synth.c print_synth_event</c>).
/// </summary>
internal static class SyntheticText
{
    /// <summary>The system that these events are in.</summary>
    public const string System = "synthetic";

    public static PrintFmtText Create(EventFormat format, TextContext context)
    {
        int end = format.PrintFmt.IndexOf('"', Math.Min(1, format.PrintFmt.Length));
        string printFmt = end < 0 ? format.PrintFmt
            : format.PrintFmt[..end].Replace(", ", " ", StringComparison.Ordinal) + format.PrintFmt[end..];
        return new PrintFmtText(
            new EventFormat(format.Id, format.System, format.Name, [.. format.CommonFields], [.. format.Fields], printFmt), context);
    }
}

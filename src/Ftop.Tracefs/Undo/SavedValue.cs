using System.Collections.Immutable;

namespace Ftop.Tracefs;

/// <summary>What has to be written to a control file so that it reads as it does now; the kernel prints some of them otherwise than it takes them.</summary>
internal static class SavedValue
{
    public static ImmutableArray<string> Tokens(string path, string text) => Path.GetFileName(path) switch
    {
        // local [mono] boot
        "trace_clock" => Bracketed.Parse(text).Chosen is string clock ? [clock] : [],
        // "7 (expanded: 1408)": not allocated yet, and of the size in parentheses once it is used
        "buffer_size_kb" => [BufferSizeKb(text)],
        "filter" when text.Trim() == "none" => ["0"],
        // "#### all functions enabled ####", "no pid": nothing is set
        "set_ftrace_filter" or "set_ftrace_notrace" or "set_graph_function" or "set_graph_notrace" or "set_ftrace_pid" or "set_ftrace_notrace_pid"
            or "set_event" or "set_event_pid" or "set_event_notrace_pid" => [.. Lines(text).Where(line => line[0] != '#' && line != "no pid")],
        _ => Lines(text),
    };

    private static string BufferSizeKb(string text)
    {
        const string Expanded = "(expanded: ";
        int at = text.IndexOf(Expanded, StringComparison.Ordinal);
        return at < 0 ? text.Trim() : text[(at + Expanded.Length)..].TrimEnd(')', ' ', '\n');
    }

    private static ImmutableArray<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

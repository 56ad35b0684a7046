using System.Collections.Immutable;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Undo;

/// <summary>What has to be written to a control file so that it reads as it does now; the kernel prints some of them otherwise than it takes them.</summary>
internal static class SavedValue
{
    public static ImmutableArray<string> Tokens(string path, string text) => Path.GetFileName(path) switch
    {
        // local [mono] boot
        "trace_clock" => Bracketed.Parse(text).Chosen is string clock ? [clock] : [],
        // "7 (expanded: 1408)": not used yet, and of the size in parentheses from its first use on. Once used there is no way back to that; 7 gives
        // the memory back.
        "buffer_size_kb" => [text.Trim().Split(' ')[0]],
        "filter" when text.Trim() == "none" => ["0"],
        // "#### all functions enabled ####", "no pid": nothing is set
        "set_ftrace_filter" or "set_ftrace_notrace" or "set_graph_function" or "set_graph_notrace" or "set_ftrace_pid" or "set_ftrace_notrace_pid"
            or "set_event" or "set_event_pid" or "set_event_notrace_pid" => [.. Lines(text).Where(line => line[0] != '#' && line != "no pid")],
        _ => Lines(text),
    };

    /// <summary>
    /// Whether it is a list of pids. One whose tasks have all ended, and were followed by <c>event-fork</c> or <c>function-fork</c>, reads like none,
    /// but lets nobody pass until it is cleared.
    /// </summary>
    public static bool IsListOfPids(string path) =>
        Path.GetFileName(path) is "set_event_pid" or "set_event_notrace_pid" or "set_ftrace_pid" or "set_ftrace_notrace_pid";

    private static ImmutableArray<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

using System.Collections.Immutable;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Watching;

/// <summary>
/// Something that limits the function tracers of the whole kernel, all instances included (kernel/trace/ftrace.c <c>ftrace_enabled</c>,
/// <c>ftrace_graph_hash</c>, <c>ftrace_graph_notrace_hash</c>; trace.c <c>tracing_thresh</c>; trace_functions_graph.c <c>fgraph_max_depth</c>).
/// </summary>
/// <param name="File">As in <c>set_graph_function</c>.</param>
/// <param name="Says">What it does, in a few words.</param>
/// <param name="Remedy">The command that ends it.</param>
public sealed record FunctionTracingLimit(string File, string Says, string Remedy)
{
    /// <summary>The sysctl that switches off all function tracing.</summary>
    public const string SysctlPath = "/proc/sys/kernel/ftrace_enabled";

    /// <summary>Files of the top level of tracefs that limit function_graph.</summary>
    public static ImmutableArray<string> GraphFiles { get; } = ["set_graph_function", "set_graph_notrace", "tracing_thresh", "max_graph_depth"];

    /// <summary>What a file's text means.</summary>
    /// <param name="root">Top-level directory of tracefs, for the remedy.</param>
    /// <param name="file">One of <see cref="GraphFiles"/>, or the last part of <see cref="SysctlPath"/>.</param>
    /// <param name="text">Its text.</param>
    /// <returns>Null where it limits nothing.</returns>
    public static FunctionTracingLimit? Of(string root, string file, string text)
    {
        ImmutableArray<string> set = SavedValue.Tokens(file, text);
        string value = set.IsEmpty ? "" : set[0];
        return file switch
        {
            "ftrace_enabled" when value == "0" =>
                new(file, "function tracing is switched off for the whole kernel by the sysctl kernel.ftrace_enabled", "sysctl kernel.ftrace_enabled=1"),
            "set_graph_function" when !set.IsEmpty =>
                new(file, $"set_graph_function limits all users of function_graph to {Named(set)}", $"echo >{root}/{file}"),
            "set_graph_notrace" when !set.IsEmpty =>
                new(file, $"set_graph_notrace hides {Named(set)} from all users of function_graph", $"echo >{root}/{file}"),
            "tracing_thresh" when value is not ("" or "0") =>
                new(file, $"tracing_thresh hides functions below {value} us from all users of function_graph", $"echo 0 >{root}/{file}"),
            "max_graph_depth" when value is not ("" or "0") =>
                new(file, $"max_graph_depth limits all users of function_graph to depth {value}", $"echo 0 >{root}/{file}"),
            _ => null,
        };
    }

    private static string Named(ImmutableArray<string> functions) => functions.Length == 1 ? functions[0] : $"{functions[0]} and {functions.Length - 1} more";
}

namespace Ftop.Decoding.Text;

/// <summary>Reads the names that <c>trace_options</c> has: one a line, with <c>no</c> before those that are off.</summary>
public static class TraceOptions
{
    private static readonly Dictionary<string, TraceOption> ByName = new(StringComparer.Ordinal)
    {
        ["print-parent"] = TraceOption.PrintParent,
        ["sym-offset"] = TraceOption.SymOffset,
        ["sym-addr"] = TraceOption.SymAddr,
        ["verbose"] = TraceOption.Verbose,
        ["raw"] = TraceOption.Raw,
        ["hex"] = TraceOption.Hex,
        ["annotate"] = TraceOption.Annotate,
        ["context-info"] = TraceOption.ContextInfo,
        ["latency-format"] = TraceOption.LatencyFormat,
        ["record-tgid"] = TraceOption.RecordTgid,
        ["irq-info"] = TraceOption.IrqInfo,
        ["printk-msg-only"] = TraceOption.PrintkMsgOnly,
        ["fields"] = TraceOption.Fields,
        ["sym-userobj"] = TraceOption.SymUserobj,
        ["display-graph"] = TraceOption.DisplayGraph,
        ["funcgraph-overrun"] = TraceOption.FuncgraphOverrun,
        ["funcgraph-cpu"] = TraceOption.FuncgraphCpu,
        ["funcgraph-overhead"] = TraceOption.FuncgraphOverhead,
        ["funcgraph-proc"] = TraceOption.FuncgraphProc,
        ["funcgraph-duration"] = TraceOption.FuncgraphDuration,
        ["funcgraph-abstime"] = TraceOption.FuncgraphAbstime,
        ["funcgraph-irqs"] = TraceOption.FuncgraphIrqs,
        ["funcgraph-tail"] = TraceOption.FuncgraphTail,
        ["funcgraph-retval"] = TraceOption.FuncgraphRetval,
        ["funcgraph-retval-hex"] = TraceOption.FuncgraphRetvalHex,
        ["funcgraph-retaddr"] = TraceOption.FuncgraphRetaddr,
        ["blk_classic"] = TraceOption.BlkClassic,
    };

    /// <summary>Starts from <see cref="TraceOption.Default"/> and applies each line; names that do not change text are passed over.</summary>
    public static TraceOption Parse(ReadOnlySpan<char> traceOptionsText)
    {
        TraceOption options = TraceOption.Default;
        foreach (ReadOnlySpan<char> line in traceOptionsText.EnumerateLines())
        {
            TryApply(ref options, line.Trim());
        }

        return options;
    }

    /// <summary>Sets one option, or clears it if <paramref name="name"/> begins with <c>no</c>.</summary>
    /// <returns>False if the name is not one that changes text.</returns>
    public static bool TryApply(ref TraceOption options, ReadOnlySpan<char> name)
    {
        Dictionary<string, TraceOption>.AlternateLookup<ReadOnlySpan<char>> lookup = ByName.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(name, out TraceOption option))
        {
            options |= option;
            return true;
        }

        if (name.StartsWith("no") && lookup.TryGetValue(name[2..], out option))
        {
            options &= ~option;
            return true;
        }

        return false;
    }
}

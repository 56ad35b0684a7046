namespace Ftop.Decoding.Text;

/// <summary>Reads the names that <c>trace_options</c> has: one a line, with <c>no</c> before those that are off.</summary>
public static class TextOptions
{
    private static readonly Dictionary<string, TextOption> ByName = new(StringComparer.Ordinal)
    {
        ["print-parent"] = TextOption.PrintParent,
        ["sym-offset"] = TextOption.SymOffset,
        ["sym-addr"] = TextOption.SymAddr,
        ["verbose"] = TextOption.Verbose,
        ["raw"] = TextOption.Raw,
        ["hex"] = TextOption.Hex,
        ["annotate"] = TextOption.Annotate,
        ["context-info"] = TextOption.ContextInfo,
        ["latency-format"] = TextOption.LatencyFormat,
        ["record-tgid"] = TextOption.RecordTgid,
        ["irq-info"] = TextOption.IrqInfo,
        ["printk-msg-only"] = TextOption.PrintkMsgOnly,
        ["fields"] = TextOption.Fields,
        ["sym-userobj"] = TextOption.SymUserobj,
        ["display-graph"] = TextOption.DisplayGraph,
        ["funcgraph-overrun"] = TextOption.FuncgraphOverrun,
        ["funcgraph-cpu"] = TextOption.FuncgraphCpu,
        ["funcgraph-overhead"] = TextOption.FuncgraphOverhead,
        ["funcgraph-proc"] = TextOption.FuncgraphProc,
        ["funcgraph-duration"] = TextOption.FuncgraphDuration,
        ["funcgraph-abstime"] = TextOption.FuncgraphAbstime,
        ["funcgraph-irqs"] = TextOption.FuncgraphIrqs,
        ["funcgraph-tail"] = TextOption.FuncgraphTail,
        ["funcgraph-retval"] = TextOption.FuncgraphRetval,
        ["funcgraph-retval-hex"] = TextOption.FuncgraphRetvalHex,
        ["funcgraph-retaddr"] = TextOption.FuncgraphRetaddr,
        ["blk_classic"] = TextOption.BlkClassic,
    };

    /// <summary>Starts from <see cref="TextOption.Default"/> and applies each line; names that do not change text are passed over.</summary>
    public static TextOption Parse(ReadOnlySpan<char> traceOptionsText)
    {
        TextOption options = TextOption.Default;
        foreach (ReadOnlySpan<char> line in traceOptionsText.EnumerateLines())
        {
            TryApply(ref options, line.Trim());
        }

        return options;
    }

    /// <summary>Sets one option, or clears it if <paramref name="name"/> begins with <c>no</c>.</summary>
    /// <returns>False if the name is not one that changes text.</returns>
    public static bool TryApply(ref TextOption options, ReadOnlySpan<char> name)
    {
        Dictionary<string, TextOption>.AlternateLookup<ReadOnlySpan<char>> lookup = ByName.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(name, out TextOption option))
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

using Ftop.Decoding;
using Ftop.Tracefs.Metadata;

namespace Ftop.Tracefs;

/// <summary>
/// What programs (<c>trace_marker</c>) and the kernel (<c>trace_printk</c>) write to the top-level buffer while something is recorded beside it. It is
/// counted and stays there: others may want to read it.
/// </summary>
public sealed class TopLevelMarks
{
    private const string Function = ": tracing_mark_write: "; // as the text of a mark names its place
    private const int MostLines = 10_000;
    private readonly string _root;
    private readonly bool _isRecorded;
    private readonly (long Events, long Printks)? _before;

    /// <param name="recorded">What is recorded.</param>
    public TopLevelMarks(TraceArray recorded)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        _root = recorded.Root;
        _isRecorded = recorded is TopLevelBuffer;
        HasMarks = recorded.Marks.AreTaken;
        _before = Count();
    }

    /// <summary>Whether the recording has the marks, by a copy of the kernel's.</summary>
    public bool HasMarks { get; }

    /// <summary>Of what came since the beginning, that which the recording does not have, in a line; null where there is nothing.</summary>
    public string? Missing()
    {
        if (_before is not { } before || Count() is not { } now)
        {
            return null; // recorded, or somebody else's trace among which marks cannot be counted
        }

        long missing = HasMarks ? now.Printks - before.Printks : now.Events - before.Events;
        return missing <= 0 ? null
            : $"{missing} lines of {(HasMarks ? "trace_printk" : "trace_marker or trace_printk")} went to the top-level buffer alone: 'cat {_root}/trace' prints them"
                + (HasMarks ? "" : "; kernels from 6.16 on give marks to a recording too");
    }

    // Null where it is not for marks alone.
    private (long Events, long Printks)? Count()
    {
        if (_isRecorded || Text("current_tracer") is not ("nop" or "") || Text("set_event").Length > 0)
        {
            return null;
        }

        long events = 0;
        foreach (int cpu in CpuDirectories.Read(Path.Combine(_root, "per_cpu")))
        {
            CpuStats stats = CpuStatsFile.Read(Path.Combine(_root, "per_cpu", $"cpu{cpu}", "stats"));
            events += stats.Entries + stats.Overrun + stats.ReadEvents;
        }

        return (events, events == 0 || !HasMarks ? 0 : CountPrintks());
    }

    // Reading the text takes nothing out of the buffer.
    private long CountPrintks()
    {
        try
        {
            return File.ReadLines(Path.Combine(_root, "trace")).Take(MostLines)
                .LongCount(line => line.Length > 0 && line[0] != '#' && !line.Contains(Function, StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return 0; // somebody else reads it in a way that keeps others out
        }
    }

    private string Text(string file) => new ControlFile(Path.Combine(_root, file)).TryReadText(out string text) == 0 ? text : "";
}

using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Json;

namespace Ftop.TraceDat;

/// <summary>Writes a recording as the kernel's <c>trace</c> file: what <c>ftop report</c> prints. Reads the recording twice, in bounded memory.</summary>
public static class TraceReport
{
    private const int FlushBytes = 1 << 16;

    /// <summary>Writes header and events of a captured tree.</summary>
    /// <param name="tree">The recording.</param>
    /// <param name="output">UTF-8; not flushed at the end, not closed.</param>
    /// <param name="selection">Prints only these events.</param>
    /// <returns>What the header counts.</returns>
    /// <exception cref="IOException">Reading or writing failed.</exception>
    public static TraceTotals Write(CapturedTree tree, Stream output, TraceSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return WriteAndDispose(tree.Input, tree.OpenCpus(), output, selection);
    }

    /// <summary>Writes header and events of one buffer of a trace.dat, in the form of the kernel that was recorded.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="buffer">One of <see cref="TraceDatFile.Buffers"/>.</param>
    /// <param name="output">UTF-8; not flushed at the end, not closed.</param>
    /// <param name="selection">Prints only these events.</param>
    /// <returns>What the header counts.</returns>
    /// <exception cref="InvalidDataException">The file's header_page describes no ring buffer.</exception>
    /// <exception cref="IOException">Reading or writing failed.</exception>
    public static TraceTotals Write(TraceDatFile file, TraceBuffer buffer, Stream output, TraceSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(buffer);
        return WriteAndDispose(DatText.Input(file, buffer), DatText.OpenCpus(file, buffer), output, selection);
    }

    /// <summary>Writes header and events of one buffer of a recording.</summary>
    /// <inheritdoc cref="Write(CapturedTree, Stream, TraceSelection?)"/>
    public static TraceTotals Write(RecordedBuffer buffer, Stream output, TraceSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        using var cpus = new OpenCpus(buffer);
        return Write(buffer.Input, cpus.All, output, selection);
    }

    /// <summary>Writes header and events from any source of sub-buffers.</summary>
    /// <inheritdoc cref="Write(CapturedTree, Stream, TraceSelection?)"/>
    public static TraceTotals Write(
        TraceTextInput input, IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> cpus, Stream output, TraceSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var trace = new TraceText(input, cpus, selection);
        using var text = new TextBuffer();
        trace.WriteHeader(text);
        WriteAll(trace.TryWriteNext, text, output);
        return trace.Totals;
    }

    /// <summary>Writes the events of one buffer as JSON, one object a line (<see cref="TraceJson"/>).</summary>
    /// <inheritdoc cref="Write(CapturedTree, Stream, TraceSelection?)"/>
    public static TraceTotals WriteJson(RecordedBuffer buffer, Stream output, TraceSelection? selection = null)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentNullException.ThrowIfNull(output);
        using var cpus = new OpenCpus(buffer);
        using var json = new TraceJson(buffer.Input, cpus.All, buffer.Name, selection);
        using var text = new TextBuffer();
        WriteAll(json.TryWriteNext, text, output);
        return json.Totals;
    }

    /// <summary>Writes all buffers as one timeline (<see cref="TimelineJson"/>).</summary>
    /// <returns>Events of all buffers together.</returns>
    /// <exception cref="IOException">Reading or writing failed.</exception>
    public static TraceTotals WriteTimeline(RecordedInput input, Stream output)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        using var text = new TextBuffer();
        TimelineJson.WriteStart(text);
        TraceTotals all = default;
        foreach (RecordedBuffer buffer in input.Buffers)
        {
            using var cpus = new OpenCpus(buffer);
            using var json = new TimelineJson(buffer.Input, cpus.All);
            WriteAll(json.TryWriteNext, text, output);
            TraceTotals totals = json.Totals;
            all = new TraceTotals(all.Entries + totals.Entries, all.Missed + totals.Missed, all.AnyMissed || totals.AnyMissed, all.Damaged + totals.Damaged, all.Selected + totals.Selected);
        }

        TimelineJson.WriteEnd(text);
        output.Write(text.Written);
        return all;
    }

    // What was written into the text before goes first.
    private static void WriteAll(Func<TextBuffer, bool> tryWriteNext, TextBuffer text, Stream output)
    {
        while (tryWriteNext(text))
        {
            if (text.Length >= FlushBytes)
            {
                output.Write(text.Written);
                text.Clear();
            }
        }

        output.Write(text.Written);
        text.Clear();
    }

    private static TraceTotals WriteAndDispose(
        TraceTextInput input, IReadOnlyList<(int Cpu, ISubBufferSequence SubBuffers)> cpus, Stream output, TraceSelection? selection)
    {
        try
        {
            return Write(input, cpus, output, selection);
        }
        finally
        {
            foreach ((int _, ISubBufferSequence subBuffers) in cpus)
            {
                subBuffers.Dispose();
            }
        }
    }
}

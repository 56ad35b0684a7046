using Ftop.Decoding.Text;

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
        return WriteAndDispose(buffer.Input, buffer.OpenCpus(), output, selection);
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
        while (trace.TryWriteNext(text))
        {
            if (text.Length >= FlushBytes)
            {
                output.Write(text.Written);
                text.Clear();
            }
        }

        output.Write(text.Written);
        return trace.Totals;
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

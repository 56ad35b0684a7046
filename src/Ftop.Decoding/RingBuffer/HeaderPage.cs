using Ftop.Decoding.Formats;

namespace Ftop.Decoding.RingBuffer;

/// <summary>
/// Layout of one sub-buffer, as the kernel states it in <c>events/header_page</c>
/// (<c>kernel/trace/ring_buffer.c ring_buffer_print_page_header</c>). Every tracefs instance has its own, and
/// writing <c>buffer_subbuf_size_kb</c> changes it. The time stamp is always a u64 at offset 0.
/// <code>
/// 	field: u64 timestamp;	offset:0;	size:8;	signed:0;
/// 	field: local_t commit;	offset:8;	size:8;	signed:1;
/// 	field: int overwrite;	offset:8;	size:1;	signed:1;
/// 	field: char data;	offset:16;	size:4080;	signed:0;
/// </code>
/// </summary>
public readonly record struct HeaderPage
{
    /// <summary>What x86-64 and arm64 have with 4 KiB pages: commit at 8, 8-byte long, 4080 bytes of data from 16, little-endian.</summary>
    public static HeaderPage Default { get; } = new() { CommitOffset = 8, LongSizeBytes = 8, DataOffset = 16, DataSizeBytes = 4080 };

    // kernel/trace/ring_buffer.c ring_buffer_subbuf_order_set: no larger than the write counter, RB_WRITE_MASK.
    private const int MaxSubBufferBytes = 1 << 20;

    /// <summary>Where the <c>local_t commit</c> word is.</summary>
    public int CommitOffset { get; init; }

    /// <summary>The traced kernel's <c>long</c>, 4 or 8: the size of <c>commit</c> and of a stored count of missed events.</summary>
    public int LongSizeBytes { get; init; }

    /// <summary>Where the first event header is.</summary>
    public int DataOffset { get; init; }

    /// <summary>Room for events; <c>commit</c> is never more.</summary>
    public int DataSizeBytes { get; init; }

    /// <summary>Byte order of the traced machine. <c>header_page</c> does not state it, so it is set by whoever knows.</summary>
    public bool BigEndian { get; init; }

    /// <summary>What one <c>read(2)</c> of <c>trace_pipe_raw</c> returns: page size × 2^order.</summary>
    public int SubBufferSizeBytes => DataOffset + DataSizeBytes;

    internal bool IsValid => CommitOffset >= sizeof(ulong) && LongSizeBytes is 4 or 8 && CommitOffset <= 1 << 16
        && DataOffset >= CommitOffset + LongSizeBytes && DataOffset <= 1 << 16 && DataSizeBytes > 0 && SubBufferSizeBytes <= MaxSubBufferBytes;

    /// <summary>Reads the text of <c>events/header_page</c>; byte order is left little-endian.</summary>
    /// <returns>False with the reason and its place in <paramref name="diagnostic"/>.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out HeaderPage header, out TextDiagnostic diagnostic)
    {
        header = default;
        var parsed = new HeaderPage();
        int lineStart = 0;
        while (lineStart < text.Length)
        {
            int newline = text[lineStart..].IndexOf('\n');
            int lineEnd = newline < 0 ? text.Length : lineStart + newline;
            if (!text[lineStart..lineEnd].IsWhiteSpace())
            {
                if (!FieldLine.TryParse(text, lineStart, lineEnd, out FieldLine line, out diagnostic))
                {
                    return false;
                }

                ReadOnlySpan<char> declaration = line.Declaration.Trim();
                parsed = declaration[(declaration.LastIndexOf(' ') + 1)..] switch
                {
                    "commit" => parsed with { CommitOffset = line.Offset, LongSizeBytes = line.Size },
                    "data" => parsed with { DataOffset = line.Offset, DataSizeBytes = line.Size },
                    _ => parsed,
                };
            }

            lineStart = lineEnd + 1;
        }

        if (parsed.DataSizeBytes == 0 || parsed.LongSizeBytes == 0)
        {
            diagnostic = TextDiagnostic.At(text, text.Length, "expected the fields 'commit' and 'data'");
            return false;
        }

        if (!parsed.IsValid)
        {
            diagnostic = TextDiagnostic.At(text, 0, $"expected timestamp, commit (4 or 8 bytes) and data one after the other, at most {MaxSubBufferBytes} bytes");
            return false;
        }

        header = parsed;
        diagnostic = default;
        return true;
    }
}

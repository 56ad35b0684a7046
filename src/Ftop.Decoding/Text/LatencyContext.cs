namespace Ftop.Decoding.Text;

/// <summary>
/// What stands before the body with option <c>latency-format</c> (<c>kernel/trace/trace_output.c trace_print_lat_context</c>):
/// <c>    bash-15677     0dN.2. 14479us+: </c>, and a longer form with option <c>verbose</c>.
/// </summary>
internal static class LatencyContext
{
    private const ulong NsPerUs = 1000;

    public static void Write(
        TextBuffer text, in TraceEntry entry, TextContext context, FlagsColumn flags, ulong bufferStart, ulong nextTimestamp, ulong index)
    {
        bool isNs = context.Input.TimeIsNs;
        bool verbose = context.Has(TextOption.Verbose);
        ulong sinceStart = entry.Timestamp - bufferStart;
        ulong untilNext = nextTimestamp - entry.Timestamp;
        if (isNs)
        {
            sinceStart = TimeText.NsToUs(sinceStart);
            untilNext = TimeText.NsToUs(untilNext);
        }

        if (verbose)
        {
            WriteVerbose(text, entry, context, isNs, sinceStart, untilNext, index);
            return;
        }

        text.AppendRight(context.Input.Tasks.CommOf(entry.Pid), 8, maxBytes: 8);
        text.Append((byte)'-');
        text.AppendSignedLeft(entry.Pid, 7);
        text.Append((byte)' ');
        text.AppendSigned(entry.Cpu, 3);
        flags.Write(text, entry);
        text.Append((byte)' ');
        text.AppendSigned((long)sinceStart, 4);
        if (isNs)
        {
            text.Append("us"u8);
            text.Append(TimeText.Mark(untilNext * NsPerUs));
        }

        text.Append(": "u8);
    }

    private static void WriteVerbose(
        TextBuffer text, in TraceEntry entry, TextContext context, bool isNs, ulong sinceStart, ulong untilNext, ulong index)
    {
        text.AppendRight(context.Input.Tasks.CommOf(entry.Pid), 16);
        text.Append((byte)' ');
        text.AppendSigned(entry.Pid, 7);
        text.Append((byte)' ');
        text.AppendSigned(entry.Cpu, 3);
        text.Append((byte)' ');
        text.AppendUnsigned(entry.Flags);
        text.Append((byte)' ');
        text.AppendHex(entry.PreemptCount & 15u, 8);
        text.Append((byte)' ');
        text.AppendHex(index, 8);
        text.Append(" ["u8);
        text.AppendHex(isNs ? TimeText.NsToUs(entry.Timestamp) : entry.Timestamp, isNs ? 8 : 16);
        text.Append("] "u8);
        WriteMs(text, sinceStart, isNs);
        text.Append(" (+"u8);
        WriteMs(text, untilNext, isNs);
        text.Append("): "u8);
    }

    private static void WriteMs(TextBuffer text, ulong value, bool isNs)
    {
        if (!isNs)
        {
            text.AppendUnsigned(value);
            return;
        }

        text.AppendUnsigned(value / 1000);
        text.Append((byte)'.');
        text.AppendUnsigned(value % 1000, 3, (byte)'0');
        text.Append("ms"u8);
    }
}

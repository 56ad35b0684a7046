namespace Ftop.Decoding.Text;

/// <summary>Writes times as the kernel's lines have them (<c>kernel/trace/trace_output.c trace_print_time</c>).</summary>
internal static class TimeText
{
    private const ulong UsPerSec = 1_000_000;

    /// <summary>Nanoseconds to microseconds, rounded to the nearest as the kernel does.</summary>
    public static ulong NsToUs(ulong ns) => (ns + 500) / 1000;

    /// <summary><c> 57.090832</c>, seconds in 5 columns after a blank; a counting clock in 12.</summary>
    public static void Append(TextBuffer text, ulong timestamp, bool isNs)
    {
        text.Append((byte)' ');
        if (isNs)
        {
            AppendSeconds(text, NsToUs(timestamp));
            return;
        }

        text.AppendUnsigned(timestamp, 12);
    }

    /// <inheritdoc cref="Append(TextBuffer, ulong, bool)"/>
    /// <param name="text">Where to.</param>
    /// <param name="timestamp">In ns, or in the clock's units.</param>
    /// <param name="isNs">Which.</param>
    /// <param name="second">That of the time before.</param>
    public static void Append(TextBuffer text, ulong timestamp, bool isNs, ref KeptText second)
    {
        if (!isNs)
        {
            Append(text, timestamp, isNs);
            return;
        }

        (ulong sec, ulong us) = Math.DivRem(NsToUs(timestamp), UsPerSec);
        if (!second.TryAppend(text, sec))
        {
            int start = text.Length;
            text.Append((byte)' ');
            text.AppendUnsigned(sec, 5);
            text.Append((byte)'.');
            second.Keep(text.Written[start..], sec);
        }

        text.AppendUnsigned(us, 6, (byte)'0');
    }

    /// <summary><c> 57.090831877</c>: nothing rounded away.</summary>
    public static void AppendNs(TextBuffer text, ulong ns)
    {
        const ulong NsPerSec = 1_000_000_000;
        text.Append((byte)' ');
        text.AppendUnsigned(ns / NsPerSec, 5);
        text.Append((byte)'.');
        text.AppendUnsigned(ns % NsPerSec, 9, (byte)'0');
    }

    /// <summary><c>57.090832</c>.</summary>
    public static void AppendSeconds(TextBuffer text, ulong us)
    {
        text.AppendUnsigned(us / UsPerSec, 5);
        text.Append((byte)'.');
        text.AppendUnsigned(us % UsPerSec, 6, (byte)'0');
    }

    /// <summary>How long, at a glance (<c>trace_find_mark</c>).</summary>
    public static byte Mark(ulong ns) => ns switch
    {
        > 1_000_000_000 => (byte)'$',
        > 100_000_000 => (byte)'@',
        > 10_000_000 => (byte)'*',
        > 1_000_000 => (byte)'#',
        > 100_000 => (byte)'!',
        > 10_000 => (byte)'+',
        _ => (byte)' ',
    };
}

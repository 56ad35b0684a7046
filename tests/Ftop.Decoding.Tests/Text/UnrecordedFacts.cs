using System.Text;
using System.Text.RegularExpressions;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.Tests.Text;

/// <summary>
/// What the kernel's text shows and nothing recorded tells, taken from that text: who read it, the preemption model, and the time of the buffer's
/// reset, which is the one start that every line of <c>latency-format</c> agrees with.
/// </summary>
internal static partial class UnrecordedFacts
{
    public static TraceTextInput Complete(TraceTextInput input, byte[] expected, IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> cpus)
    {
        if ((input.Options & TextOption.LatencyFormat) == 0)
        {
            return input;
        }

        string text = Encoding.Latin1.GetString(expected);
        Match header = ReaderAndModel().Match(text);
        Assert.True(header.Success, "no latency header");
        return input with
        {
            ReaderCpu = int.Parse(header.Groups[1].ValueSpan),
            PreemptModel = header.Groups[2].Value,
            BufferStart = input.Tracer == "function_graph" ? null : Start(input, text, cpus),
        };
    }

    // A line of time t says round((t - start) / 1000), so start lies within 1000 ns; all lines together leave few.
    private static ulong Start(TraceTextInput input, string text, IEnumerable<(int Cpu, ISubBufferSequence SubBuffers)> cpus)
    {
        ulong low = 0;
        ulong high = ulong.MaxValue;
        var merger = new EventMerger(cpus, input, null);
        merger.Start();
        foreach (Match time in RelativeTime().Matches(text))
        {
            Assert.True(merger.TryMoveNext());
            ulong us = ulong.Parse(time.Groups[1].ValueSpan);
            low = Math.Max(low, merger.Timestamp - (us * 1000) - 499);
            high = Math.Min(high, merger.Timestamp - (us * 1000) + 500);
        }

        Assert.True(low <= high, "no start of the buffer agrees with all times");
        return low;
    }

    [GeneratedRegex(@", CPU#(\d+) \| \(M:(.*) VP:")]
    private static partial Regex ReaderAndModel();

    [GeneratedRegex(@"^.{20}[^#\n]*? +(\d+)us[ $@*#!+]: ", RegexOptions.Multiline)]
    private static partial Regex RelativeTime();
}

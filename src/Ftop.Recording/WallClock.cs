using System.Globalization;
using Ftop.Output;
using Ftop.TraceDat;
using Ftop.Tracefs;
using Ftop.Tracefs.Recording;

namespace Ftop.Recording;

/// <summary>Ties a trace clock to the wall clock: the option DATE, microseconds that are added to every time stamp.</summary>
public static class WallClock
{
    private const int Tries = 16;
    private const long TicksPerUs = TimeSpan.TicksPerSecond / 1_000_000;

    /// <summary>The option for the clock of <paramref name="array"/>, as exact as the shortest of several looks at it.</summary>
    /// <exception cref="RefusalException">The clock does not count time.</exception>
    public static TraceOption Option(TraceArray array)
    {
        long best = long.MaxValue;
        long offsetUs = 0;
        for (int i = 0; i < Tries; i++)
        {
            DateTime before = DateTime.UtcNow;
            long? nowUs = NowUs(RecordingTexts.ReadStats(array)[0].Text);
            DateTime after = DateTime.UtcNow;
            if (nowUs is null)
            {
                throw new RefusalException(ExitCode.Usage, $"--date: the clock {array.Clock.Current} does not count seconds; expected -C with another");
            }

            if ((after - before).Ticks < best)
            {
                best = (after - before).Ticks;
                offsetUs = (((before - DateTime.UnixEpoch).Ticks + (best / 2)) / TicksPerUs) - nowUs.Value;
            }
        }

        return RecordedContent.Text(TraceOptionId.Date, $"0x{offsetUs:x}");
    }

    // now ts:  5166.203110
    private static long? NowUs(string stats)
    {
        const string Key = "now ts:";
        string? line = stats.Split('\n').FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
        return line is not null && line.Contains('.', StringComparison.Ordinal)
            && decimal.TryParse(line.AsSpan(Key.Length), NumberStyles.Number, CultureInfo.InvariantCulture, out decimal sec)
            ? (long)(sec * 1_000_000)
            : null;
    }
}

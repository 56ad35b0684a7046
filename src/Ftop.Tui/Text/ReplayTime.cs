using System.Globalization;

namespace Ftop.Tui.Text;

/// <summary>Times of a recording as <c>report</c> prints them, and as an operator types them.</summary>
internal static class ReplayTime
{
    private const double NsPerSec = 1e9;

    /// <summary>Seconds with six digits, cut as the kernel does not; counts as they are.</summary>
    public static string Text(ulong time, bool timeIsNs) => timeIsNs
        ? string.Create(CultureInfo.InvariantCulture, $"{time / 1_000_000_000}.{time % 1_000_000_000 / 1000:D6}")
        : time.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads <c>12.5</c> (seconds as they are on screen), <c>50%</c> (of the recording) or <c>+2</c> and <c>-2</c> (seconds from here).
    /// </summary>
    public static bool TryParse(string text, ReplayState state, out ulong time)
    {
        time = 0;
        text = text.Trim();
        bool isPercent = text.EndsWith('%');
        bool isRelative = !isPercent && text.Length > 0 && text[0] is '+' or '-';
        if (!double.TryParse(isPercent ? text[..^1] : text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number))
        {
            return false;
        }

        double unit = state.TimeIsNs ? NsPerSec : 1;
        double wanted = isPercent ? state.Start + ((state.End - state.Start) * number / 100)
            : isRelative ? state.Position + (number * unit)
            : number * unit;
        time = wanted <= state.Start ? state.Start : wanted >= state.End ? state.End : (ulong)wanted;
        return true;
    }
}

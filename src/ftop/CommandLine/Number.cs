using System.Globalization;

namespace Ftop.CommandLine;

/// <summary>Decimal numbers without sign, spaces or thousands, within bounds.</summary>
internal static class Number
{
    public static bool TryParse(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}

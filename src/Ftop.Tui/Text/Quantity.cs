using System.Globalization;

namespace Ftop.Tui.Text;

/// <summary>
/// Numbers with three significant digits and a unit, so that columns keep their width: <c>999</c>, <c>1.23k</c>, <c>45.6M</c>, <c>12.3µs</c>.
/// </summary>
internal static class Quantity
{
    private static readonly string[] Counts = ["", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] Durations = ["ns", "µs", "ms", "s"];
    private static readonly string[] AsciiDurations = ["ns", "us", "ms", "s"];

    /// <summary>At most 5 characters.</summary>
    public static int Count(double count, Span<char> destination) => Scaled(count, Counts, destination);

    /// <summary>As <see cref="Count"/>, with one decimal below 10: a rate of 0.4 is not nothing. At most 5 characters.</summary>
    public static int Rate(double perSec, Span<char> destination)
    {
        if (perSec is <= 0 or >= 9.95)
        {
            return Scaled(perSec, Counts, destination);
        }

        return perSec.TryFormat(destination, out int length, "F1", CultureInfo.InvariantCulture) ? length : 0;
    }

    /// <summary>At most 6 characters below 1000 s.</summary>
    public static int Duration(long ns, bool isAscii, Span<char> destination) =>
        ns == 0 ? Scaled(0, Counts, destination) : Scaled(ns, isAscii ? AsciiDurations : Durations, destination);

    /// <summary>One quantity as text, for a line that is made once and not per frame.</summary>
    public static string Text(Func<Span<char>, int> write)
    {
        Span<char> buffer = stackalloc char[24];
        return new string(buffer[..write(buffer)]);
    }

    private static int Scaled(double value, string[] units, Span<char> destination)
    {
        int unit = 0;
        for (; value >= 999.5 && unit < units.Length - 1; unit++)
        {
            value /= 1000;
        }

        string format = unit == 0 || value >= 99.95 ? "F0" : value >= 9.995 ? "F1" : "F2";
        if (!value.TryFormat(destination, out int length, format, CultureInfo.InvariantCulture) || !units[unit].TryCopyTo(destination[length..]))
        {
            return 0;
        }

        return length + units[unit].Length;
    }
}

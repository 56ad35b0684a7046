using Ftop.Tui.Drawing;
using Ftop.Tui.Text;

namespace Ftop.Tui.Columns;

/// <summary>What a cell's text depends on beside its row.</summary>
/// <param name="Look">Symbols of the terminal.</param>
/// <param name="IsLowerBound">True where events were lost, so that every rate and count of the window may be too small.</param>
internal readonly record struct CellContext(Look Look, bool IsLowerBound)
{
    public int Rate(double perSec, Span<char> destination)
    {
        int prefix = AtLeast(destination);
        return prefix + Quantity.Rate(perSec, destination[prefix..]);
    }

    public int Count(long count, Span<char> destination)
    {
        int prefix = AtLeast(destination);
        return prefix + Quantity.Count(count, destination[prefix..]);
    }

    /// <summary>Nothing where nothing was measured: absent knowledge is not 0.</summary>
    public int Duration(long? ns, Span<char> destination) => ns is long known ? Quantity.Duration(known, Look.IsAscii, destination) : 0;

    private int AtLeast(Span<char> destination)
    {
        if (!IsLowerBound)
        {
            return 0;
        }

        Look.AtLeast.CopyTo(destination);
        return Look.AtLeast.Length;
    }
}

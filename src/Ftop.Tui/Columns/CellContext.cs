using Ftop.Tui.Drawing;
using Ftop.Tui.Text;

namespace Ftop.Tui.Columns;

/// <summary>What a cell's text depends on beside its row.</summary>
/// <param name="Look">Symbols of the terminal.</param>
/// <param name="Loss">Which numbers of the row may be too small.</param>
internal readonly record struct CellContext(Look Look, Loss Loss)
{
    /// <summary>A rate of the window.</summary>
    public int Rate(double perSec, Span<char> destination) => Rate(perSec, Loss.InWindow, destination);

    public int Rate(double perSec, bool isLowerBound, Span<char> destination)
    {
        int prefix = Prefix(isLowerBound, destination);
        return prefix + Quantity.Rate(perSec, destination[prefix..]);
    }

    public int Count(long count, bool isLowerBound, Span<char> destination)
    {
        int prefix = Prefix(isLowerBound, destination);
        return prefix + Quantity.Count(count, destination[prefix..]);
    }

    /// <summary>Nothing where nothing was measured: absent knowledge is not 0.</summary>
    public int Duration(long? ns, Span<char> destination) => ns is long known ? Quantity.Duration(known, Look.IsAscii, destination) : 0;

    private int Prefix(bool isLowerBound, Span<char> destination)
    {
        if (!isLowerBound || !Look.AtLeast.TryCopyTo(destination))
        {
            return 0;
        }

        return Look.AtLeast.Length;
    }
}

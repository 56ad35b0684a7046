using Ftop.Tui.Text;

namespace Ftop.Tui.Tests.Text;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1_000, "1.00k")]
    [InlineData(9_994, "9.99k")]
    [InlineData(9_995, "10.0k")]
    [InlineData(99_950, "100k")]
    [InlineData(999_499, "999k")]
    [InlineData(999_500, "1.00M")]
    [InlineData(4_560_000, "4.56M")]
    [InlineData(long.MaxValue, "9.22E")]
    public void Count_HasThreeDigitsAndAUnit(long count, string expected) => Assert.Equal(expected, Quantity.Text(to => Quantity.Count(count, to)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.4, "0.4")]
    [InlineData(9.94, "9.9")]
    [InlineData(9.96, "10")]
    [InlineData(12_345.6, "12.3k")]
    public void Rate_ShowsATenthBelowTen(double perSec, string expected) => Assert.Equal(expected, Quantity.Text(to => Quantity.Rate(perSec, to)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(900, "900ns")]
    [InlineData(12_300, "12.3µs")]
    [InlineData(1_230_000, "1.23ms")]
    [InlineData(59_500_000_000, "59.5s")]
    [InlineData(3_600_000_000_000, "3600s")]
    public void Duration_NamesItsUnit(long ns, string expected)
    {
        Assert.Equal(expected, Quantity.Text(to => Quantity.Duration(ns, isAscii: false, to)));
        Assert.Equal(expected.Replace('µ', 'u'), Quantity.Text(to => Quantity.Duration(ns, isAscii: true, to)));
    }

    [Fact]
    public void Count_NoMatterHowLarge_TakesFiveColumns()
    {
        for (double count = 1; count < long.MaxValue; count *= 1.01)
        {
            Assert.InRange(Quantity.Text(to => Quantity.Count(count, to)).Length, 1, 5);
        }
    }
}

using System.Collections.Immutable;
using Ftop.Tui.Panes;

namespace Ftop.Tui.Tests.Panes;

public sealed class RowOrderTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(63, 7)]
    [InlineData(200, 3)]
    [InlineData(5_000, 1)]
    [InlineData(5_000, 40)]
    [InlineData(5_000, 100_000)]
    public void Order_IsThatOfAFullSort(int count, int distinct)
    {
        foreach (int seed in (ReadOnlySpan<int>)[1, 2, 3])
        {
            var random = new Random(seed);
            ImmutableArray<(int Value, int Name)> rows = [.. Enumerable.Range(0, count).Select(name => (random.Next(distinct), name))];
            Check(rows, random);
            Check(rows.Sort(), random);
            Check([.. rows.Sort().Reverse()], random);
        }
    }

    private static void Check(ImmutableArray<(int Value, int Name)> rows, Random random)
    {
        int[] expected = [.. rows.Where(row => row.Name % 3 != 0).OrderByDescending(row => row.Value).ThenBy(row => row.Name).Select(row => row.Name)];
        var order = new RowOrder<(int Value, int Name)>();
        order.Arrange(rows, row => row.Name % 3 != 0, (x, y) => x.Value.CompareTo(y.Value), isAscending: false, (x, y) => x.Name.CompareTo(y.Name));
        Assert.Equal(expected.Length, order.Count);
        for (int look = 0; look < 20 && expected.Length > 0; look++)
        {
            int position = random.Next(look < 10 ? Math.Min(30, expected.Length) : expected.Length);
            Assert.Equal(expected[position], rows[order[position]].Name);
            Assert.Equal(position, order.PositionOf(order[position]));
        }

        Assert.Equal(expected, Enumerable.Range(0, order.Count).Select(position => rows[order[position]].Name));
    }
}

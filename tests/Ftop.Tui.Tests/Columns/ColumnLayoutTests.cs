using Ftop.Tui.Columns;

namespace Ftop.Tui.Tests.Columns;

public sealed class ColumnLayoutTests
{
    private readonly Column<int>[] _columns =
    [
        NewColumn("NAME", 10, 20, 0),
        NewColumn("A", 5, 0, 0),
        NewColumn("B", 5, 0, 2),
        NewColumn("C", 5, 0, 1),
    ];

    [Theory]
    [InlineData(28, "NAME:10 A:5 B:5 C:5")]
    [InlineData(30, "NAME:12 A:5 B:5 C:5")]
    [InlineData(80, "NAME:20 A:5 B:5 C:5")]
    [InlineData(27, "NAME:15 A:5 C:5")]
    [InlineData(21, "NAME:15 A:5")]
    [InlineData(3, "NAME:10 A:5")]
    public void Arrange_DropsTheLeastImportantAndSharesTheRest(int width, string expected)
    {
        var layout = new ColumnLayout<int>();
        layout.Arrange(_columns, width);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, layout.Count).Select(index => $"{layout[index].Title}:{layout.WidthOf(index)}")));
    }

    [Theory]
    [InlineData(28, 5, "NAME:10 A:5 B:5 C:5")]
    [InlineData(28, 14, "NAME:16 A:5 C:5")]
    [InlineData(32, 16, "NAME:20 A:5 C:5")]
    [InlineData(60, 28, "NAME:28 A:5 B:5 C:5")]
    [InlineData(60, 99, "NAME:30 A:5 B:5 C:5")]
    [InlineData(12, 99, "NAME:10 A:5")]
    public void Arrange_GivesNamesRoomBeforeTheLeastUsefulNumber(int width, int longestName, string expected)
    {
        var layout = new ColumnLayout<int>();
        layout.Arrange(_columns, width, _columns[0], longestName);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, layout.Count).Select(index => $"{layout[index].Title}:{layout.WidthOf(index)}")));
    }

    private static Column<int> NewColumn(string title, int minWidth, int maxWidth, int dropOrder) => new()
    {
        Title = title,
        MinWidth = minWidth,
        MaxWidth = maxWidth,
        DropOrder = dropOrder,
        Format = (int _, Span<char> _, in CellContext _) => 0,
    };
}

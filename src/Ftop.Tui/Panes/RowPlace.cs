using System.Globalization;

namespace Ftop.Tui.Panes;

/// <summary>The rows of a table that are seen, counted from 1.</summary>
internal readonly record struct RowPlace(int First, int Last, int Count)
{
    /// <summary>Short, for the head of the table: <c> 34-50/1297</c>.</summary>
    public int Write(Span<char> destination) =>
        destination.TryWrite(CultureInfo.InvariantCulture, $" {First}-{Last}/{Count}", out int length) ? length : 0;

    /// <summary>For the status line: <c>rows 34-50 of 1297</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rows {First}-{Last} of {Count}");
}

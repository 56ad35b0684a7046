using System.Text;

namespace Ftop.Output;

/// <summary>Aligned columns: numbers to the right, and the last one, a name, to the left.</summary>
internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    /// <summary>Adds a row, one cell for each column.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Appends the lines to <paramref name="text"/>.</summary>
    public void AppendTo(StringBuilder text)
    {
        int last = header.Length - 1;
        int[] widths = [.. Enumerable.Range(0, header.Length).Select(column => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            for (int column = 0; column < last; column++)
            {
                text.Append(row[column].PadLeft(widths[column])).Append("  ");
            }

            text.Append(row[last]).Append('\n');
        }
    }
}

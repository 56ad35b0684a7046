using System.Collections.ObjectModel;

namespace Ftop.TraceDat;

/// <summary>What of a recording cannot be read, a line each: none twice, and once there are many their number in place of more lines.</summary>
internal sealed class ProblemList : Collection<string>
{
    private const int MaxLines = 20;
    private const int MaxLineLength = 400;

    private int _more;

    /// <inheritdoc/>
    protected override void InsertItem(int index, string item)
    {
        item = item.Length <= MaxLineLength ? item : $"{item[..MaxLineLength]}…";
        if (Contains(item))
        {
            return;
        }

        if (Count < MaxLines)
        {
            base.InsertItem(index, item);
            return;
        }

        _more++;
        string rest = $"and {_more} more of what cannot be read";
        if (_more == 1)
        {
            base.InsertItem(Count, rest);
        }
        else
        {
            SetItem(MaxLines, rest);
        }
    }
}

using Ftop.Aggregation.Views;

namespace Ftop.Tui.Columns;

/// <summary>Which columns are there, of those that are there only while some row has something to show in them.</summary>
/// <param name="isWide">Whether there is the room of a wide screen.</param>
/// <param name="rows">Gives the rows of the window; asked for when somebody wants to know.</param>
internal sealed class ColumnPresence<TRow>(Func<bool> isWide, Func<IReadOnlyList<TRow>> rows)
{
    private readonly List<Func<TRow, bool>> _questions = [];
    private readonly List<bool?> _answers = [];

    /// <summary>Asks whether a column is there; null of one that always is.</summary>
    public Func<bool>? Of(TableColumn<TRow> column) => (column.IsForWide, column.IsKnown) switch
    {
        (true, Func<TRow, bool> isKnown) => Of(isKnown) is Func<bool> isThere ? () => isWide() && isThere() : null,
        (true, null) => isWide,
        (false, Func<TRow, bool> isKnown) => Of(isKnown),
        _ => null,
    };

    // The same question of many columns is one.
    private Func<bool> Of(Func<TRow, bool> isKnown)
    {
        int index = _questions.IndexOf(isKnown);
        if (index < 0)
        {
            index = _questions.Count;
            _questions.Add(isKnown);
            _answers.Add(null);
        }

        return () => _answers[index] ??= IsAny(isKnown);
    }

    /// <summary>The rows are others.</summary>
    public void Forget()
    {
        for (int question = 0; question < _answers.Count; question++)
        {
            _answers[question] = null;
        }
    }

    private bool IsAny(Func<TRow, bool> isKnown)
    {
        IReadOnlyList<TRow> all = rows();
        for (int row = 0; row < all.Count; row++)
        {
            if (isKnown(all[row]))
            {
                return true;
            }
        }

        return false;
    }
}

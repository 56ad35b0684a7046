using Ftop.Aggregation.Views;

namespace Ftop.Tui.Columns;

/// <summary>Which columns are there, of those that are there only while some row has something to show in them.</summary>
/// <param name="isWide">Whether there is the room of a wide screen.</param>
internal sealed class ColumnPresence<TRow>(Func<bool> isWide)
{
    private readonly List<Func<TRow, bool>> _questions = [];
    private readonly List<bool> _answers = [];

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
            _answers.Add(false);
        }

        return () => _answers[index];
    }

    /// <summary>Takes the rows that are shown.</summary>
    public void Read(IReadOnlyList<TRow> rows)
    {
        for (int question = 0; question < _questions.Count; question++)
        {
            bool isKnown = false;
            for (int row = 0; row < rows.Count && !isKnown; row++)
            {
                isKnown = _questions[question](rows[row]);
            }

            _answers[question] = isKnown;
        }
    }
}

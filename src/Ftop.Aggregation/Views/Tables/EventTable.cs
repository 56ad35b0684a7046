using Ftop.Aggregation.Windows;
using static Ftop.Aggregation.Views.Tables.TableColumns;

namespace Ftop.Aggregation.Views.Tables;

/// <summary>Event types by count.</summary>
public static class EventTable
{
    private static readonly Func<EventRow, Rates> RatesOf = static row => row.Rates;

    private static readonly TableColumn<EventRow> Name = Key<EventRow>("event", "EVENT", (20, 44), Compare, new(static row => row.System, After: ":"), new(static row => row.Name));
    private static readonly TableColumn<EventRow> PerSec = PerSec<EventRow>("COUNT/S", RatesOf);
    private static readonly TableColumn<EventRow> Count = Count<EventRow>("count", "EVENTS", 0, RatesOf);

    /// <summary>The table.</summary>
    public static TableDefinition<EventRow> Table { get; } = new(Name, static window => window.ByEvent)
    {
        Screen = [Name, PerSec, PerSec10(2, RatesOf), PerSec60(3, RatesOf), Total("TOTAL", 1, RatesOf)],
        Text = [Count, PerSec, Name],
        Json = [Key<EventRow>("system", static row => row.System), Key<EventRow>("name", static row => row.Name), Count, PerSec],
        Sorts = [PerSec],
        Order = Compare,
        Rates = RatesOf,
    };

    private static int Compare(EventRow left, EventRow right)
    {
        int order = string.CompareOrdinal(left.System, right.System);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }
}

namespace Ftop.Aggregation.Windows;

/// <summary>One event type.</summary>
/// <param name="System">The event's directory under <c>events/</c>.</param>
/// <param name="Name">The event's name; <c>#ID</c> where no format file tells it.</param>
/// <param name="Rates">Occurrences.</param>
public sealed record EventRow(string System, string Name, Rates Rates);

using System.Collections.Immutable;
using Ftop.Aggregation.Measures;

namespace Ftop.Aggregation.Windows;

/// <summary>The rows of one measure in one window, most frequent first.</summary>
/// <param name="Measure">What is measured.</param>
/// <param name="Rows">Rows that were seen since the start, the last clear, or since it was watched.</param>
/// <param name="Unpaired">Spans of the window whose begin or end was lost.</param>
public sealed record MeasureTable(Measure Measure, ImmutableArray<MeasureRow> Rows, long Unpaired)
{
    /// <summary>For how long it has been measured without a break, or since the last clear, in seconds; this window is in it.</summary>
    public double MeasuredSec { get; init; }

    /// <summary>Fields of its events by which a row can be broken down, beside task and CPU; see <see cref="Measures.Measure.BrokenDown(ulong, KeyField)"/>.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];
}

using System.Collections.Immutable;
using Ftop.Aggregation.Windows;

namespace Ftop.Aggregation.Views;

/// <summary>One column of a table, for the pane, the text, JSON and the lists of README and help.</summary>
/// <param name="Id">In JSON: <c>p99Ns</c>.</param>
/// <param name="Title">Above the column: <c>P99</c>.</param>
/// <param name="Unit">What it says.</param>
/// <param name="DropOrder">The higher, the earlier it goes where a screen is narrow; 0 stays.</param>
/// <param name="Value">Of a row; null where nothing was measured. Of text, null.</param>
public record TableColumn<TRow>(string Id, string Title, ColumnUnit Unit, int DropOrder, Func<TRow, double?> Value)
{
    private readonly string? _textTitle;

    /// <summary>Above the column in text, where all but names are in small letters.</summary>
    public string TextTitle
    {
        get => _textTitle ?? (Unit switch
        {
            ColumnUnit.PerSec => "per sec",
            ColumnUnit.Key or ColumnUnit.Identity => Title,
            _ => Title.ToLowerInvariant(),
        });
        init => _textTitle = value;
    }

    /// <summary>Of <see cref="ColumnUnit.Key"/>: what it is put together from. Untrusted: made safe where it is shown.</summary>
    public ImmutableArray<TextPart<TRow>> Parts { get; init; } = [];

    /// <summary>Of <see cref="ColumnUnit.Tally"/>: what it counts, the most frequent first.</summary>
    public Func<TRow, ImmutableArray<ErrnoCount>>? Tally { get; init; }

    /// <summary>Order of text, A first; null for the order of <see cref="Value"/>.</summary>
    public Comparison<TRow>? Order { get; init; }

    /// <summary>Columns of the screen for text: at least, and where there is room.</summary>
    public (int Least, int Most) Width { get; init; }

    /// <summary>There only where a table has the whole of a wide screen.</summary>
    public bool IsForWide { get; init; }

    /// <summary>There only while this holds for some row; null for always. The same object for columns that come and go together.</summary>
    public Func<TRow, bool>? IsKnown { get; init; }

    /// <summary>Whether the text too has it only while <see cref="IsKnown"/> holds for some row; else what is not known is a dash.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>A part of a text; nothing of it is there where <paramref name="Of"/> gives null.</summary>
/// <param name="Of">The text.</param>
/// <param name="Before">Stands before it.</param>
/// <param name="After">Stands behind it.</param>
public readonly record struct TextPart<TRow>(Func<TRow, string?> Of, string Before = "", string After = "");

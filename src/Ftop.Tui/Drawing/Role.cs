namespace Ftop.Tui.Drawing;

/// <summary>What a cell means; the theme says how that looks.</summary>
internal enum Role : byte
{
    Normal,
    Header,
    SortedColumn,
    Selected,
    Status,
    Key,
    KeyLabel,
    Bar,
    BarHigh,
    Warning,
    Error,
    Dim,
}

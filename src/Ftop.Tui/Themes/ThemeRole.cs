namespace Ftop.Tui.Themes;

/// <summary>What a piece of the screen is for; a theme says how it looks. In files the names begin with a small letter.</summary>
public enum ThemeRole
{
    /// <summary>Text with nothing to say about it; what a theme leaves out looks like this.</summary>
    Normal,

    /// <summary>Column heads and pane titles.</summary>
    Header,

    /// <summary>Head of the column that rows are sorted by.</summary>
    SortedColumn,

    /// <summary>The selected row, and what has the focus in a dialog.</summary>
    Selected,

    /// <summary>The status line.</summary>
    Status,

    /// <summary>A key in the bottom line.</summary>
    Key,

    /// <summary>What the key beside it does.</summary>
    KeyLabel,

    /// <summary>Bars and sparklines.</summary>
    Bar,

    /// <summary>The part of a bar beyond what is usual.</summary>
    BarHigh,

    /// <summary>Lost events, guessed numbers.</summary>
    Warning,

    /// <summary>Refusals and failures.</summary>
    Error,

    /// <summary>Zeroes, frames, what the eye may skip.</summary>
    Dim,
}

namespace Ftop.Tui.Columns;

/// <summary>For which spans of time events were lost, so that numbers of that span may be too small.</summary>
internal readonly record struct Loss(bool InWindow, bool In10Sec, bool In60Sec, bool SinceStart);

namespace Ftop.Tui;

/// <summary>The kernel's answer to a change, for the status line.</summary>
/// <param name="IsDone">True where the change took effect.</param>
/// <param name="Message">One line: what is now on, or path, operation, errno and remedy.</param>
public readonly record struct ControlOutcome(bool IsDone, string Message);

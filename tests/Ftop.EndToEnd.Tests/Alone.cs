namespace Ftop.EndToEnd.Tests;

/// <summary>
/// Tests that measure time, cost or losses: they run when all others have ended, one at a time. What only waits for the program runs beside others of
/// its kind, and looks at nothing that is not its own.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

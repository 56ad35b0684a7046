namespace Ftop.Output;

/// <summary>Whoever read our output has gone, as <c>head</c> does, or takes nothing while ftop is to end: a reason to end, not a failure.</summary>
public sealed class BrokenPipeException(string stream) : IOException($"{stream}: write: EPIPE");

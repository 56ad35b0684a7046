namespace Ftop;

/// <summary>Whoever read our output has gone, as <c>head</c> does: a reason to end, not a failure.</summary>
internal sealed class BrokenPipeException(string stream) : IOException($"{stream}: write: EPIPE");

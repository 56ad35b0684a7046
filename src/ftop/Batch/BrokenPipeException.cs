namespace Ftop.Batch;

/// <summary>Whoever read standard output has gone, as <c>head</c> does: a reason to end, not a failure.</summary>
internal sealed class BrokenPipeException() : IOException("standard output: write: EPIPE");

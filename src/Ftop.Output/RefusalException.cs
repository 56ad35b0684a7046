namespace Ftop.Output;

/// <summary>Something that cannot be done and whose reason is known: one line with the remedy, and the exit code that fits.</summary>
public sealed class RefusalException(int exitCode, string message) : Exception(message)
{
    /// <summary>One of <see cref="Output.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}

namespace Ftop.TraceDat;

/// <summary>A trace.dat of which nothing can be read, or a part of it that cannot: which file, where, and what was expected there.</summary>
public sealed class TraceDatException : IOException
{
    /// <param name="path">The file.</param>
    /// <param name="offset">Bytes from its start.</param>
    /// <param name="reason">What was expected, and what stood there.</param>
    public TraceDatException(string path, long offset, string reason)
        : base($"{path}: at byte {offset}: {reason}")
    {
        Path = path;
        Offset = offset;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Bytes from the file's start.</summary>
    public long Offset { get; }
}

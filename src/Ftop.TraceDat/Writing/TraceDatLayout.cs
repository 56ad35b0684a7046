namespace Ftop.TraceDat.Writing;

/// <summary>The form of a trace.dat that is to be written.</summary>
public sealed record TraceDatLayout
{
    /// <summary>7, or 6 for older readers.</summary>
    public int Version { get; init; } = 7;

    /// <summary><c>none</c>, <c>zstd</c> or <c>zlib</c>; version 6 has <c>none</c> alone.</summary>
    public string Compression { get; init; } = "none";

    /// <summary>Byte order of the recorded machine.</summary>
    public bool BigEndian { get; init; } = !BitConverter.IsLittleEndian;

    /// <summary>The recorder's <c>long</c>, 4 or 8.</summary>
    public int LongSizeBytes { get; init; } = nint.Size;

    /// <summary>Size of a sub-buffer in bytes; CPU data begins at multiples of it.</summary>
    public required int PageSizeBytes { get; init; }
}

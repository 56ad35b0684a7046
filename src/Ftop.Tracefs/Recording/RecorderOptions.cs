using Microsoft.Win32.SafeHandles;

namespace Ftop.Tracefs.Recording;

/// <summary>How a buffer is recorded.</summary>
public readonly record struct RecorderOptions
{
    /// <summary>Size of a sub-buffer.</summary>
    public required int SubBufferSizeBytes { get; init; }

    /// <summary>Size of each CPU's buffer: it is emptied before a part of it is full.</summary>
    public required int BufferSizeKb { get; init; }

    /// <summary>Makes a CPU's file, which is not there yet, opens it for writing.</summary>
    public required Func<string, SafeFileHandle> Create { get; init; }

    /// <summary>Fixed time between two looks at the buffer; null lets it follow the rate.</summary>
    public int? IntervalMs { get; init; }

    /// <summary>Where the first CPU's sub-buffers go, a file that is open; null for a file of their own, as the others have.</summary>
    public FilePlace? FirstCpu { get; init; }

    /// <summary>Most bytes to keep of a CPU, the last ones; 0 for all.</summary>
    public long MostBytes { get; init; }
}

/// <summary>A place in an open file.</summary>
/// <param name="File">Stays the caller's.</param>
/// <param name="Path">Its path, for messages.</param>
/// <param name="OffsetBytes">From its start.</param>
public readonly record struct FilePlace(SafeFileHandle File, string Path, long OffsetBytes);

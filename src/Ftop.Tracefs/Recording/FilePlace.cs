using Microsoft.Win32.SafeHandles;

namespace Ftop.Tracefs.Recording;

/// <summary>A place in an open file.</summary>
/// <param name="File">Stays the caller's.</param>
/// <param name="Path">Its path, for messages.</param>
/// <param name="OffsetBytes">From its start.</param>
public readonly record struct FilePlace(SafeFileHandle File, string Path, long OffsetBytes);

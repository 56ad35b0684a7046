using System.Collections.Immutable;

namespace Ftop.Tracefs.Undo;

/// <summary>How to undo one change; a line of the journal.</summary>
internal sealed record UndoStep
{
    /// <summary>Counts from 1 within a journal.</summary>
    public required int Number { get; init; }

    public required UndoKind Kind { get; init; }

    /// <summary>The instance's directory, the mount point, the list of probes, or the file.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// For <see cref="UndoKind.RestoreFile"/>: what to write, a write(2) each; empty clears the file. For <see cref="UndoKind.RemoveProbe"/>: the probe, as <c>ftop_1234/vfs_read</c>.
    /// </summary>
    public ImmutableArray<string> OldTokens { get; init; } = [];

    /// <summary>For <see cref="UndoKind.Unmount"/>: the mount namespace, as in <c>mnt:[4026531840]</c>; elsewhere the mount is not ours.</summary>
    public string? MountNamespace { get; init; }

    /// <summary>
    /// Steps in the order in which they are undone: the latest first, but probes when nothing has their events on any more, and then the mount.
    /// </summary>
    public static ImmutableArray<UndoStep> InOrderOfUndoing(IEnumerable<UndoStep> steps) =>
        [.. steps.Reverse().OrderBy(step => step.Kind switch { UndoKind.Unmount => 2, UndoKind.RemoveProbe => 1, _ => 0 })];

    public string Describe() => Kind switch
    {
        UndoKind.RemoveInstance => $"removed {Path}",
        UndoKind.Unmount => $"unmounted {Path}",
        UndoKind.RemoveProbe => $"removed probe {string.Join(' ', OldTokens)}",
        _ => OldTokens.IsEmpty ? $"cleared {Path}" : $"put back '{string.Join(' ', OldTokens)}' in {Path}",
    };
}

using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Undo;

/// <summary>
/// Where files of tracefs are when it was unmounted since they were noted. What is in it lives on: instances record, with nobody to see them. Every mount
/// of tracefs shows the same, so another one serves; where there is none it is mounted for as long as undoing takes.
/// </summary>
internal sealed class TracefsAgain : IDisposable
{
    private string? _root;
    private string? _mounted;

    /// <summary>Where <paramref name="step"/> is to be undone; null if tracefs can be reached nowhere.</summary>
    public UndoStep? Reach(UndoStep step)
    {
        if (RootOf(step) is not string root || Directory.Exists(Path.Combine(root, "events")) || Directory.Exists(Path.Combine(root, "instances")))
        {
            return step;
        }

        _root ??= TracefsMount.TryFind()?.Root ?? TryMount();
        return _root is null ? null : step with { Path = _root + step.Path[root.Length..] };
    }

    /// <summary>Unmounts what was mounted.</summary>
    public void Dispose()
    {
        if (_mounted is not null)
        {
            _ = Libc.Unmount(_mounted, 0); // busy only where somebody else looks into it, and then it serves him
            _mounted = null;
        }
    }

    /// <summary>The mount point that <paramref name="step"/> was below; null for a mount, and for a file of another file system.</summary>
    internal static string? RootOf(UndoStep step) => step.Kind switch
    {
        UndoKind.RemoveInstance => Path.GetDirectoryName(Path.GetDirectoryName(step.Path)),
        UndoKind.RemoveProbe => Path.GetDirectoryName(step.Path),
        UndoKind.RestoreFile when step.Path.IndexOf("/instances/", StringComparison.Ordinal) is int end and > 0 => step.Path[..end],
        UndoKind.RestoreFile => TracefsMount.UsualPoints.FirstOrDefault(point => step.Path.StartsWith(point + "/", StringComparison.Ordinal)),
        _ => null,
    };

    private string? TryMount()
    {
        string point = TracefsMount.UsualPoints[0];
        if (Libc.Mount("tracefs", point, "tracefs", 0, null) != 0)
        {
            return null;
        }

        return _mounted = point;
    }
}

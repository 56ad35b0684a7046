namespace Ftop.Tracefs.Undo;

/// <summary>What an <see cref="UndoStep"/> does.</summary>
internal enum UndoKind
{
    /// <summary>rmdir of an instance: takes its tracer, events, filters and buffer with it.</summary>
    RemoveInstance,

    /// <summary>Takes a probe out of the list of probes that it stands in; after everything that may use its event.</summary>
    RemoveProbe,

    /// <summary>umount of what ftop mounted.</summary>
    Unmount,

    /// <summary>Writes back the old value of a file that outlives ftop.</summary>
    RestoreFile,

    /// <summary>Says that the step of the same number is undone already.</summary>
    Done,
}

using Ftop.Tracefs;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Listing;

/// <summary>tracefs for a command that only reads it: where it is mounted, else mounted until <see cref="Dispose"/>.</summary>
internal sealed class MountedTracefs : IDisposable
{
    private readonly UndoJournal? _journal;

    private MountedTracefs(string root, UndoJournal? journal)
    {
        Root = root;
        _journal = journal;
    }

    /// <summary>The top-level directory.</summary>
    public string Root { get; }

    /// <param name="directory">Where the operator says that it is; null looks for it.</param>
    /// <exception cref="TracefsException">It is not there and cannot be mounted.</exception>
    public static MountedTracefs Open(string? directory)
    {
        if ((directory is null ? TracefsMount.TryFind() : TracefsMount.At(directory)) is TracefsMount found)
        {
            return new MountedTracefs(found.Root, null);
        }

        var journal = UndoJournal.Open(JournalDirectory.Choose(JournalDirectory.Candidates).Path);
        try
        {
            return new MountedTracefs(TracefsMount.FindOrMount(journal).Root, journal);
        }
        catch (TracefsException)
        {
            journal.Dispose();
            throw;
        }
    }

    public void Dispose() => _journal?.Dispose();
}

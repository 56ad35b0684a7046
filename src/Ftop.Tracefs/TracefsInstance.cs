using System.Runtime.InteropServices;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs;

/// <summary>
/// An instance of our own, <c>instances/ftop-PID</c>: nobody else's tracing is disturbed, and removing the directory undoes all that was done in it.
/// Begins with tracing off, as a new instance has it on.
/// </summary>
public sealed class TracefsInstance : TraceArray
{
    private const uint Mode = 0x1c0; // 0700
    private readonly UndoJournal _journal;

    private TracefsInstance(string root, string directory, UndoJournal journal)
        : base(root, directory, null, journal) => _journal = journal;

    /// <summary>Makes the instance.</summary>
    /// <exception cref="TracefsException">Not root, locked down, out of memory, or a kernel without instances.</exception>
    public static TracefsInstance Create(TracefsMount mount, UndoJournal journal) => Create(mount, journal, $"ftop-{Environment.ProcessId}{PidNamespace.Current.Suffix}");

    /// <summary>Makes a further instance, <c>instances/ftop-PID-NAME</c>.</summary>
    /// <exception cref="TracefsException">As <see cref="Create(TracefsMount, UndoJournal)"/>; or the kernel does not take the name.</exception>
    public static TracefsInstance CreateFurther(TracefsMount mount, UndoJournal journal, string name) =>
        Create(mount, journal, $"ftop-{Environment.ProcessId}{PidNamespace.Current.Suffix}-{name}");

    internal static TracefsInstance Create(TracefsMount mount, UndoJournal journal, string name)
    {
        ArgumentNullException.ThrowIfNull(mount);
        ArgumentNullException.ThrowIfNull(journal);
        string directory = Path.Combine(mount.Root, "instances", name);
        journal.WillMakeInstance(directory);
        int errno = MakeDirectory(directory);
        if (errno == ErrnoNumber.Exists)
        {
            // Of an ftop of the same pid that died before a reboot of /run, or of another pid namespace: the name is ours now.
            errno = Libc.RemoveDirectory(directory) == 0 ? MakeDirectory(directory) : Marshal.GetLastPInvokeError();
        }

        if (errno != 0)
        {
            throw Remedy.Explain(directory, "mkdir", errno);
        }

        var instance = new TracefsInstance(mount.Root, directory, journal);
        instance.TracingSwitch.Set(false);
        return instance;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EndUses();
        _journal.UndoBelow(Directory);
    }

    private static int MakeDirectory(string path) => Libc.MakeDirectory(path, Mode) == 0 ? 0 : Marshal.GetLastPInvokeError();
}

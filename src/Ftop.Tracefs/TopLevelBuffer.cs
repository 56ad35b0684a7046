using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs;

/// <summary>
/// The top-level buffer, for tracers that the kernel allows nowhere else. Every file is saved before its first change and put back by
/// <see cref="Dispose"/>; refused where somebody else traces there, or left a recording that would be destroyed.
/// </summary>
public sealed class TopLevelBuffer : TraceArray
{
    private readonly UndoJournal _journal;

    private TopLevelBuffer(string root, UndoJournal journal, string blockDevices)
        : base(root, root, journal, journal)
    {
        _journal = journal;
        BlockDevices = new BlockTracing(blockDevices, journal);
    }

    /// <summary>Takes the top-level buffer, with tracing off.</summary>
    /// <exception cref="TracefsException"><see cref="TracefsFailure.Busy"/>: in use, and by what.</exception>
    public static TopLevelBuffer Take(TracefsMount mount, UndoJournal journal)
    {
        ArgumentNullException.ThrowIfNull(mount);
        ArgumentNullException.ThrowIfNull(journal);
        var buffer = new TopLevelBuffer(mount.Root, journal, mount.BlockDevices);
        if (buffer.InUseBy() is string use)
        {
            throw new TracefsException(mount.Root, "use", 0, TracefsFailure.Busy, $"the top-level buffer is in use ({use}); ftop leaves it alone");
        }

        buffer.TracingSwitch.Set(false);
        return buffer;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        EndUses();
        BlockDevices?.End();
        _journal.UndoTopLevel(Directory);
    }

    private string? InUseBy()
    {
        if (Tracer.Current is string tracer && tracer != "nop")
        {
            return $"its tracer is {tracer}: 'echo nop > current_tracer' ends it";
        }

        if (Events.Enabled is { IsEmpty: false } events)
        {
            return $"{events[0]}{(events.Length > 1 ? $" and {events.Length - 1} more events are" : " is")} on: 'echo > set_event' ends it";
        }

        foreach (int cpu in Cpus)
        {
            if (ReadStats(cpu).Entries > 0)
            {
                return $"it holds a recording, {ReadStats(cpu).Entries} events of CPU {cpu}: 'echo > trace' drops it";
            }
        }

        return null;
    }
}

using Ftop.Tracefs;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Doctor;

/// <summary>What happened when an instance was made, the raw pages of it opened, and it was removed again; each null for success, or the errno by name.</summary>
/// <param name="Make">Of mkdir.</param>
/// <param name="OpenRawPages">Of open on <c>per_cpu/cpu0/trace_pipe_raw</c>; null too where no instance could be made.</param>
internal readonly record struct InstanceProbe(string? Make, string? OpenRawPages)
{
    /// <summary>Tries it on a real kernel.</summary>
    public static InstanceProbe Try(TracefsMount mount, UndoJournal journal)
    {
        try
        {
            using var instance = TracefsInstance.Create(mount, journal);
            return new InstanceProbe(null, Patient.Probe(Path.Join(instance.Directory, "per_cpu/cpu0/trace_pipe_raw")));
        }
        catch (TracefsException refusal)
        {
            return new InstanceProbe(refusal.ErrnoName, null);
        }
    }
}

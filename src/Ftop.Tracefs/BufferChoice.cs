using System.Collections.Immutable;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Probes;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs;

/// <summary>Which buffer a tracer gets: an instance of ours, or the top-level buffer where this kernel allows the tracer nowhere else.</summary>
/// <param name="mount">Where tracefs is.</param>
/// <param name="journal">Takes what is changed.</param>
/// <param name="instanceTracers">What an instance allows, where that is known: for a directory in place of tracefs, in which nothing fills one that is made.</param>
public sealed class BufferChoice(TracefsMount mount, UndoJournal journal, ImmutableArray<string> instanceTracers = default)
{
    private ImmutableArray<string> _instanceTracers = instanceTracers;

    /// <summary>Tracers that the kernel has at all, those included that are only allowed in the top-level buffer.</summary>
    public ImmutableArray<string> TopLevelTracers { get; } =
        [.. File.ReadAllText(Path.Combine(mount.Root, "available_tracers")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    /// <summary>Makes probes, which are every buffer's.</summary>
    public ProbeControl Probes { get; } = new(mount.Root, journal, KernelFunctions.Running);

    /// <summary>Takes the buffer in which <paramref name="tracer"/> may run.</summary>
    /// <exception cref="TracefsException">The kernel's refusal, or somebody else traces in the top-level buffer.</exception>
    public TraceArray Take(string tracer)
    {
        if (!_instanceTracers.IsDefault && IsTopLevelOnly(tracer))
        {
            return TopLevelBuffer.Take(mount, journal);
        }

        var instance = TracefsInstance.Create(mount, journal);
        _instanceTracers = instance.Tracer.Available; // only an instance tells
        if (!IsTopLevelOnly(tracer))
        {
            return instance;
        }

        instance.Dispose();
        return TopLevelBuffer.Take(mount, journal);
    }

    /// <summary>Whether <paramref name="tracer"/> cannot run in <paramref name="array"/>, or need not any more.</summary>
    public bool MustMove(TraceArray array, string tracer) => array is TopLevelBuffer != IsTopLevelOnly(tracer);

    private bool IsTopLevelOnly(string tracer) => !_instanceTracers.Contains(tracer) && TopLevelTracers.Contains(tracer);
}

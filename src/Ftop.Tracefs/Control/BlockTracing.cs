using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Control;

/// <summary>
/// <c>/sys/block/*/trace/enable</c>: the <c>blk</c> tracer records only devices for which it is 1 (<c>kernel/trace/blktrace.c
/// sysfs_blk_trace_attr_store</c>). Put back when another tracer follows, at the end, and by the journal after a kill.
/// </summary>
/// <param name="directory">Where the devices are, as <c>/sys/block</c>.</param>
/// <param name="journal">Keeps what was there.</param>
internal sealed class BlockTracing(string directory, UndoJournal journal)
{
    /// <summary>The tracer that needs it.</summary>
    public const string Tracer = "blk";

    /// <summary>Devices that can be traced.</summary>
    /// <exception cref="TracefsException"><see cref="TracefsFailure.NotSupported"/>: there are none.</exception>
    public IReadOnlyList<string> Find()
    {
        string[] devices = Directory.Exists(directory) ? Directory.GetDirectories(directory) : [];
        string[] files = [.. devices.Order(StringComparer.Ordinal).Select(device => Path.Combine(device, "trace", "enable")).Where(File.Exists)];
        return files.Length > 0 ? files : throw new TracefsException(directory, "look for block devices in", 0, TracefsFailure.NotSupported, devices.Length == 0
            ? $"this board has no block device for the tracer {Tracer}"
            : $"none of {devices.Length} block devices has trace/enable: needs {TracerConfig.OfTracer(Tracer)}");
    }

    /// <summary>Lets the tracer see these devices; one that somebody traces already stays as it is.</summary>
    /// <exception cref="TracefsException">The kernel refused every one, with the first refusal.</exception>
    public void Begin(IReadOnlyList<string> files)
    {
        TracefsException? refusal = null;
        int begun = 0;
        foreach (string path in files)
        {
            var file = new ControlFile(path, journal);
            try
            {
                if (file.ReadText() == "0")
                {
                    file.Write("1");
                }

                begun++;
            }
            catch (TracefsException e)
            {
                refusal ??= e; // as ENXIO of a drive without a medium
            }
        }

        if (begun == 0 && refusal is not null)
        {
            throw refusal;
        }
    }

    /// <summary>Puts back what <see cref="Begin"/> changed.</summary>
    public void End() => journal.UndoBelow(directory);
}

namespace Ftop.Tracefs.Control;

/// <summary>
/// What programs write to the top level's <c>trace_marker</c>: an instance gets it too, as the event <c>ftrace:print</c>, where the kernel is 6.16 or newer
/// (option <c>copy_trace_marker</c>). It is on only while the instance records: a copy that is refused makes the program's own write fail with EBADF
/// (kernel/trace/trace.c <c>tracing_mark_write</c>).
/// </summary>
public sealed class Marks
{
    /// <summary>The event that a mark is.</summary>
    public const string Event = "ftrace:print";

    private readonly ControlFile? _copies;

    /// <param name="copies">The instance's option; null for the top-level buffer, which has the marks anyway.</param>
    internal Marks(ControlFile? copies) => _copies = copies;

    /// <summary>Whether this kernel can copy them here.</summary>
    public bool CanBeTaken => _copies is { Exists: true };

    /// <summary>Whether they are taken while the instance records.</summary>
    public bool AreTaken { get; private set; }

    /// <summary>Takes them, or not, whenever the instance records; does nothing where this kernel cannot.</summary>
    /// <param name="on">Whether they are wanted.</param>
    /// <param name="isRecording">Whether it records now.</param>
    public void Take(bool on, bool isRecording)
    {
        AreTaken = on && CanBeTaken;
        if (CanBeTaken)
        {
            Switch(on && isRecording);
        }
    }

    /// <summary>Follows <c>tracing_on</c>: after it was switched on, before it is switched off or the buffer refuses for another reason.</summary>
    internal void Follow(bool isRecording)
    {
        if (AreTaken)
        {
            Switch(isRecording);
        }
    }

    private void Switch(bool on) => _ = _copies?.TryWrite(on ? "1" : "0"); // the option is there: it does not refuse
}

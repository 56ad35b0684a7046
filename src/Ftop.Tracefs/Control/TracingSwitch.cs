namespace Ftop.Tracefs.Control;

/// <summary><c>tracing_on</c>: whether events go to the buffer. What is in the buffer stays readable; a tracer's overhead stays too, only <c>nop</c> ends it.</summary>
public sealed class TracingSwitch
{
    private readonly ControlFile _tracingOn;
    private readonly Marks _marks;

    internal TracingSwitch(ControlFile tracingOn, Marks marks) => (_tracingOn, _marks) = (tracingOn, marks);

    /// <summary>True while events are recorded.</summary>
    public bool IsOn => _tracingOn.ReadText().Trim() == "1";

    /// <summary>Switches recording on or off.</summary>
    public void Set(bool on)
    {
        if (on)
        {
            _tracingOn.Write("1");
            _marks.Follow(isRecording: true);
        }
        else
        {
            _marks.Follow(isRecording: false);
            _tracingOn.Write("0");
        }
    }
}

using System.Collections.Immutable;
using Ftop.Decoding.Text;
using Ftop.Tracefs;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;

namespace Ftop.Recording;

/// <summary>One buffer of the kernel, set up as its plan says, with tracing off.</summary>
public sealed class RecordedArray
{
    private const string MarksOption = "copy_trace_marker"; // must not be on before recording is
    private readonly BufferPlan _plan;
    private readonly TraceSettings _settings;

    /// <exception cref="TracefsException">The kernel's first refusal.</exception>
    public RecordedArray(TraceArray array, BufferPlan plan, RecordOptions options, ImmutableArray<int> pids, Action<string> say)
    {
        (Array, _plan) = (array, plan);
        _settings = new TraceSettings(
            new TraceRequest
            {
                Clock = plan.Clock,
                BufferSizeKb = plan.BufferSizeKb,
                Cpus = plan.Cpus,
                Functions = plan.Functions,
                NotraceFunctions = plan.NotraceFunctions,
                GraphFunctions = plan.GraphFunctions,
                FollowsChildren = options.FollowsChildren,
            },
            pids);
        if (options.MaxGraphDepth is int depth)
        {
            array.Functions.GraphDepth(depth);
        }

        _settings.Apply(array, plan.Tracer);
        array.Marks.Take(plan.Name.Length == 0, isRecording: false);
        foreach (string option in plan.Options)
        {
            if (option is MarksOption or "no" + MarksOption && array.Marks.CanBeTaken)
            {
                array.Marks.Take(option == MarksOption, isRecording: false);
                continue;
            }

            bool isOff = option.StartsWith("no", StringComparison.Ordinal) && !array.Options.Has(option);
            array.Options.Set(isOff ? option[2..] : option, !isOff);
        }

        foreach (EventPlan choice in plan.Events)
        {
            Switch(choice, options.IgnoresUnknownEvents, say);
        }

        foreach (string notice in _settings.TakeNotices())
        {
            say(notice);
        }

        Clock = array.Clock.Current;
    }

    /// <summary>The buffer.</summary>
    public TraceArray Array { get; }

    /// <summary>Name of the instance; empty for the first buffer.</summary>
    public string Name => _plan.Name;

    /// <summary>The clock in force.</summary>
    public string Clock { get; }

    /// <summary>Size of each CPU's buffer in KiB, as the kernel took it.</summary>
    public int BufferSizeKb => _settings.BufferSizeKb;

    /// <summary>Whether its tracer shows a worst case, which no raw page holds (<see cref="WorstCaseTracer"/>).</summary>
    public bool KeepsWorstCase => WorstCaseTracer.Is(_plan.Tracer);

    /// <summary>The kernel's text of the buffer; recording must have stopped.</summary>
    public byte[] ReadText() => File.ReadAllBytes(Path.Combine(Array.Directory, "trace"));

    private void Switch(EventPlan choice, bool ignoresUnknown, Action<string> say)
    {
        try
        {
            if (choice.Trigger is string trigger)
            {
                foreach (EventName name in Array.Events.Match(choice.Glob))
                {
                    Array.Events.AddTrigger(name, trigger);
                }
            }

            EventChange change = _settings.SetEvents(Array, choice.Glob, choice.On, choice.Filter);
            if (!change.Refused.IsEmpty)
            {
                say($"{change.Refused.Length} events of {choice.Glob} refused: {change.Refused[0].Message}");
            }
        }
        catch (TracefsException unknown) when (ignoresUnknown && unknown.Failure == TracefsFailure.NotSupported)
        {
            say(unknown.Message);
        }
    }
}

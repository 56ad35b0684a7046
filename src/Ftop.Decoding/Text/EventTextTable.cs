using Ftop.Decoding.Formats;
using Ftop.Decoding.Text.Events;

namespace Ftop.Decoding.Text;

/// <summary>The text of each type of event, made when its first event comes.</summary>
internal sealed class EventTextTable(TextContext context)
{
    private const string BuiltInSystem = "ftrace";

    private readonly EventText?[] _byId = new EventText?[ushort.MaxValue + 1];
    private readonly Dictionary<string, string> _attached = EventProbeText.ReadAttached(context.Input.DynamicEvents);
    private readonly bool[] _made = new bool[ushort.MaxValue + 1];

    /// <summary>Null for a type that nothing is known of.</summary>
    public EventText? Find(ushort typeId)
    {
        if (!_made[typeId])
        {
            _made[typeId] = true;
            _byId[typeId] = context.Input.Formats.Find(typeId) is { } format ? Create(format) : typeId == context.Input.Formats.BlkTraceId ? new BlkText(context) : null;
        }

        return _byId[typeId];
    }

    private EventText? Create(EventFormat format) => format.System switch
    {
        _ when context.Input.HasRawFields => new RawFieldsText(format, context),
        BuiltInSystem => CreateBuiltIn(format),
        SyntheticText.System => SyntheticText.Create(format, context),
        "syscalls" when format.Name.StartsWith(SyscallEnterText.Prefix, StringComparison.Ordinal) => new SyscallEnterText(format, context),
        "syscalls" when format.Name.StartsWith(SyscallExitText.Prefix, StringComparison.Ordinal) => new SyscallExitText(format, context),
        _ when ProbeText.IsProbe(format) => new ProbeText(format, context),
        _ when _attached.TryGetValue($"{format.System}/{format.Name}", out string? attachedTo) => new EventProbeText(format, attachedTo, context),
        _ => new PrintFmtText(format, context),
    };

    private EventText? CreateBuiltIn(EventFormat format) => format.Name switch
    {
        "function" => new FunctionText(format, context),
        "func_repeats" => new FuncRepeatsText(format, context),
        "context_switch" => new ContextSwitchText(format, context, wakeup: false),
        "wakeup" => new ContextSwitchText(format, context, wakeup: true),
        "kernel_stack" => new KernelStackText(format, context),
        "user_stack" => new UserStackText(format, context),
        "print" => new PrintText(format, context),
        "bprint" => new BprintText(format, context),
        "bputs" => new BputsText(format, context),
        "raw_data" => new RawDataText(format, context),
        "branch" => new BranchText(format, context),
        "hwlat" => new HwlatText(format, context),
        "osnoise" => new OsnoiseText(format, context),
        "timerlat" => new TimerlatText(format, context),
        _ when MmiotraceText.IsFormat(format) => context.Input.Tracer == "mmiotrace" ? new MmiotraceText(format, context) : null,
        _ => new PrintFmtText(format, context),
    };
}

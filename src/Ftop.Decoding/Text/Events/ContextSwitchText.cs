using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>The wakeup tracers' <c>context_switch</c> and <c>wakeup</c>: <c>     12:120:S ==> [001]      0:120:R swapper/1</c>.</summary>
internal sealed class ContextSwitchText(EventFormat format, TextContext context, bool wakeup) : EventText
{
    private readonly EventField _prevPid = context.Field(format, "prev_pid");
    private readonly EventField _prevPrio = context.Field(format, "prev_prio");
    private readonly EventField _prevState = context.Field(format, "prev_state");
    private readonly EventField _nextCpu = context.Field(format, "next_cpu");
    private readonly EventField _nextPid = context.Field(format, "next_pid");
    private readonly EventField _nextPrio = context.Field(format, "next_prio");
    private readonly EventField _nextState = context.Field(format, "next_state");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        ReadOnlySpan<byte> record = entry.Record;
        text.Append((byte)' ');
        WriteTask(text, (int)_prevPid.Integer(record), _prevPrio.Integer(record), State(_prevState, record));
        text.Append(wakeup ? "   + ["u8 : " ==> ["u8);
        text.AppendUnsigned(_nextCpu.Unsigned(record), 3, (byte)'0');
        text.Append("] "u8);
        int nextPid = (int)_nextPid.Integer(record);
        WriteTask(text, nextPid, _nextPrio.Integer(record), State(_nextState, record));
        text.Append((byte)' ');
        text.Append(context.Input.Tasks.CommOf(nextPid));
        text.Append((byte)'\n');
    }

    public override void WriteRaw(in TraceEntry entry, TextBuffer text)
    {
        ReadOnlySpan<byte> record = entry.Record;
        text.AppendSigned(_prevPid.Integer(record));
        text.Append((byte)' ');
        text.AppendSigned(_prevPrio.Integer(record));
        text.Append((byte)' ');
        text.Append(wakeup ? (byte)'+' : State(_prevState, record));
        text.Append((byte)' ');
        text.AppendSigned(_nextCpu.Integer(record));
        text.Append((byte)' ');
        text.AppendSigned(_nextPid.Integer(record));
        text.Append((byte)' ');
        text.AppendSigned(_nextPrio.Integer(record));
        text.Append((byte)' ');
        text.Append(State(_nextState, record));
        text.Append((byte)'\n');
    }

    private static void WriteTask(TextBuffer text, int pid, long prio, byte state)
    {
        text.AppendSigned(pid, 7);
        text.Append((byte)':');
        text.AppendSigned(prio, 3);
        text.Append((byte)':');
        text.Append(state);
    }

    // include/linux/sched.h task_index_to_char
    private static byte State(EventField field, ReadOnlySpan<byte> record)
    {
        ReadOnlySpan<byte> letters = "RSDTtXZPI"u8;
        long index = field.Integer(record);
        return index >= 0 && index < letters.Length ? letters[(int)index] : (byte)'?';
    }
}

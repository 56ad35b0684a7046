using Ftop.Decoding.Formats;

namespace Ftop.Decoding.Text.Events;

/// <summary>The branch tracer's <c>[  ok  ] function:file.c:12</c> (<c>kernel/trace/trace_branch.c</c>).</summary>
internal sealed class BranchText(EventFormat format, TextContext context) : EventText
{
    private readonly EventField _correct = context.Field(format, "correct");
    private readonly EventField _func = context.Field(format, "func");
    private readonly EventField _file = context.Field(format, "file");
    private readonly EventField _line = context.Field(format, "line");

    public override void Write(in TraceEntry entry, TextBuffer text)
    {
        text.Append(_correct.Integer(entry.Record) != 0 ? "[  ok  ] "u8 : "[ MISS ] "u8);
        text.Append(_func.Text(entry.Record));
        text.Append((byte)':');
        text.Append(_file.Text(entry.Record));
        text.Append((byte)':');
        text.AppendSigned(_line.Integer(entry.Record));
        text.Append((byte)'\n');
    }
}

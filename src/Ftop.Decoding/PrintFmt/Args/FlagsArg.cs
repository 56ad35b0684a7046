using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>__print_flags(value, delimiter, {mask, "name"}, …)</c> (<c>kernel/trace/trace_output.c trace_print_flags_seq</c>).</summary>
internal sealed class FlagsArg(PrintArg value, byte[] delimiter, NamedValue[] entries, CType type) : PrintArg(type)
{
    public PrintArg Value => value;

    public override long Integer(in PrintContext context) => 0;

    public override void WriteText(in PrintContext context, TextBuffer text)
    {
        ulong rest = (ulong)Type.Convert(value.Integer(context));
        bool first = true;
        foreach (NamedValue entry in entries)
        {
            if (rest == 0 || text.Length > context.LimitLength)
            {
                break;
            }

            if ((rest & entry.Value) == entry.Value)
            {
                rest &= ~entry.Value;
                text.Append(first ? default : delimiter);
                text.Append(entry.Name);
                first = false;
            }
        }

        if (rest != 0)
        {
            text.Append(first ? default : delimiter);
            text.Append("0x"u8);
            text.AppendHex(rest);
        }
    }
}

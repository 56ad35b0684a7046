using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>__print_symbolic(value, {value, "name"}, …)</c> (<c>kernel/trace/trace_output.c trace_print_symbols_seq</c>).</summary>
internal sealed class SymbolicArg(PrintArg value, NamedValue[] entries, CType type) : PrintArg(type)
{
    public override long Integer(in PrintContext context) => 0;

    public override void WriteText(in PrintContext context, TextBuffer text)
    {
        ulong number = (ulong)Type.Convert(value.Integer(context));
        foreach (NamedValue entry in entries)
        {
            // The kernel takes an empty name for none.
            if (entry.Value == number && entry.Name.Length > 0)
            {
                text.Append(entry.Name);
                return;
            }

            if (entry.Value == number)
            {
                break;
            }
        }

        text.Append("0x"u8);
        text.AppendHex(number);
    }
}

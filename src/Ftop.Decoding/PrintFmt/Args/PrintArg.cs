using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary>
/// An argument of a print fmt (<c>tep_print_arg</c>): a C expression whose type is known when it is parsed. Evaluated without allocating;
/// what a record is too short for counts as 0 or as empty.
/// </summary>
internal abstract class PrintArg(CType type)
{
    public CType Type { get; } = type;

    /// <summary>The value as <see cref="Type"/> holds it; of an array in the record 0, as its address is not known.</summary>
    public abstract long Integer(in PrintContext context);

    /// <summary>C's truth: an array in the record is an address that is never 0. Evaluates each operand once, so that nested conditions take no time of their own.</summary>
    public virtual bool IsTrue(in PrintContext context) => Integer(context) != 0 || (Type.IsPointer && TryBytes(context, out _));

    /// <summary>What a pointer points to, if that lies within the record or the print fmt.</summary>
    public virtual bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return false;
    }

    /// <summary>What <c>%s</c> prints.</summary>
    public virtual void WriteText(in PrintContext context, TextBuffer text)
    {
        if (TryBytes(context, out ReadOnlySpan<byte> bytes))
        {
            int nul = bytes.IndexOf((byte)0);
            text.Append(nul < 0 ? bytes : bytes[..nul]);
            return;
        }

        // An address in the kernel: its tracepoint strings are listed in printk_formats, of others only the address is known.
        ulong address = (ulong)Integer(context);
        if (address == 0)
        {
            text.Append("(null)"u8);
        }
        else if (context.Names.PrintkFormats.TryFind(address, out ReadOnlySpan<byte> known))
        {
            text.Append(known);
        }
        else
        {
            text.Append("0x"u8);
            text.AppendHex(address);
        }
    }
}

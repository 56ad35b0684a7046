using Ftop.Decoding.PrintFmt.Conversions;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary><c>__get_sockaddr(field)</c>: a pointer for <c>%pIS…</c>; as <c>%s</c> the address with its port.</summary>
internal sealed class SockaddrArg(PrintArg field, bool bigEndian, int longSizeBytes) : PrintArg(new CType(longSizeBytes, false, true))
{
    public override long Integer(in PrintContext context) => 0;

    public override bool TryBytes(in PrintContext context, out ReadOnlySpan<byte> bytes) => field.TryBytes(context, out bytes);

    public override void WriteText(in PrintContext context, TextBuffer text)
    {
        field.TryBytes(context, out ReadOnlySpan<byte> bytes);
        IpAddressText.WriteSockaddr(text, bytes, bigEndian, "pc"u8);
    }
}

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary>An enum constant or macro that the kernel did not replace by its value (no TRACE_DEFINE_ENUM): nothing in the format tells it.</summary>
internal sealed class UnknownNameArg() : PrintArg(CType.Int)
{
    public override long Integer(in PrintContext context) => 0;
}

namespace Ftop.Decoding.PrintFmt.Args;

/// <summary>A literal, or an expression whose value is known when it is parsed.</summary>
internal sealed class NumberArg(long value, CType type) : PrintArg(type)
{
    private readonly long _value = type.Convert(value);

    public override long Integer(in PrintContext context) => _value;
}

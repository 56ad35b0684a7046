namespace Ftop.Decoding.PrintFmt;

/// <summary>What an argument may look at while it is evaluated.</summary>
internal readonly ref struct PrintContext(ReadOnlySpan<byte> record, PrintNames names)
{
    public ReadOnlySpan<byte> Record { get; } = record;

    public PrintNames Names { get; } = names;
}

using Ftop.Decoding.Text;

namespace Ftop.Decoding.Filters;

/// <summary>A part of a filter, bound to the fields of one event format.</summary>
internal abstract class FilterNode
{
    /// <param name="entry">An event of the format that the filter is bound to.</param>
    /// <param name="comm">The name of its task.</param>
    public abstract FilterValue Evaluate(in TraceEntry entry, ReadOnlySpan<byte> comm);
}

/// <summary>A number, or text that stood in quotes.</summary>
internal sealed class FilterLiteral : FilterNode
{
    private readonly Int128 _number;

    public FilterLiteral(Int128 number) => _number = number;

    public FilterLiteral(byte[] text) => Text = text;

    /// <summary>Null for a number.</summary>
    public byte[]? Text { get; }

    public override FilterValue Evaluate(in TraceEntry entry, ReadOnlySpan<byte> comm) => Text is null ? FilterValue.Of(_number) : FilterValue.OfText(Text);
}

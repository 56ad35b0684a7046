using Ftop.Decoding.Text;

namespace Ftop.Decoding.Filters;

/// <summary>A part of a filter, bound to the fields of one event format.</summary>
internal abstract class FilterNode
{
    /// <param name="entry">An event of the format that the filter is bound to.</param>
    /// <param name="comm">The name of its task.</param>
    public abstract FilterValue Evaluate(in TraceEntry entry, ReadOnlySpan<byte> comm);
}

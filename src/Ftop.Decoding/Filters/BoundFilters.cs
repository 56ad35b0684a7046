using Ftop.Decoding.Formats;
using Ftop.Decoding.Text;

namespace Ftop.Decoding.Filters;

/// <summary>Several filters, one of which must hold, bound to a format when its first event comes.</summary>
internal sealed class BoundFilters(IReadOnlyList<EventFilter> filters, TraceTextInput input)
{
    private readonly FilterNode[]?[] _byId = new FilterNode[]?[ushort.MaxValue + 1];

    public bool Accepts(in TraceEntry entry)
    {
        foreach (FilterNode condition in _byId[entry.TypeId] ??= Bind(entry.TypeId))
        {
            if (condition.Evaluate(entry, input.Tasks.CommOf(entry.Pid)).IsTrue)
            {
                return true;
            }
        }

        return false;
    }

    private FilterNode[] Bind(ushort typeId) => input.Formats.Find(typeId) is not EventFormat format
        ? []
        : [.. filters.Select(filter => filter.Bind(format, input.HeaderPage.BigEndian)).OfType<FilterNode>()];
}

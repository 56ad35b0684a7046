using Ftop.Decoding.Symbols;
using Ftop.Decoding.Text.Symbols;

namespace Ftop.TraceDat;

/// <summary>The symbols of a recording, read when the first address is looked up.</summary>
internal sealed class RecordedSymbols : IKernelSymbols
{
    /// <param name="kallsyms">Bytes of <c>kallsyms</c>; borrowed.</param>
    /// <param name="problems">Takes a line where there are too many.</param>
    public RecordedSymbols(ReadOnlyMemory<byte> kallsyms, ICollection<string> problems) => Table = new Lazy<SymbolTable>(() =>
    {
        var table = SymbolTable.Read(kallsyms);
        if (table.IsTruncated)
        {
            problems.Add($"kallsyms: more than {SymbolTable.MaxSymbols} symbols: the rest is not read");
        }

        return table;
    });

    public Lazy<SymbolTable> Table { get; }

    /// <inheritdoc/>
    public bool TryFind(ulong address, out KernelSymbol symbol) => Table.Value.TryFind(address, out symbol);

    /// <inheritdoc/>
    public bool TryFindAddress(ReadOnlySpan<byte> name, out ulong address) => Table.Value.TryFindAddress(name, out address);
}

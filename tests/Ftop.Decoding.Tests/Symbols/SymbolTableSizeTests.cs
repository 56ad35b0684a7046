using System.Text;
using Ftop.Decoding.Symbols;

namespace Ftop.Decoding.Tests.Symbols;

/// <summary>Measures the whole process's heap, so it runs while no other test does.</summary>
[Collection(nameof(SymbolTableSizeTests))]
[CollectionDefinition(nameof(SymbolTableSizeTests), DisableParallelization = true)]
public sealed class SymbolTableSizeTests
{
    [Fact]
    public void TwoHundredThousandSymbols_TakeNoMoreThanEightMebibytes()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 200_000).Select(i =>
            $"{0xffffffff81000000 + ((ulong)i * 64):x16} t symbol_of_22_bytes_{i % 1000:D3}\n")));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        SymbolTable table = SymbolTable.Read(new MemoryStream(bytes));
        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.Equal(200_000, table.Count);
        Assert.InRange(after - before, 1, 8 << 20);
        GC.KeepAlive(bytes);
    }
}

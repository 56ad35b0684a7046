using System.Text;
using Ftop.Decoding.Symbols;
using Ftop.Decoding.Tests.Data;

namespace Ftop.Decoding.Tests.Symbols;

public sealed class SymbolTableTests
{
    private const string Kallsyms = """
        ffffffff81000000 T _stext
        ffffffff81000000 T __stext_alias
        ffffffff81001000 t __do_one_initcall
        ffffffff81001000 T do_one_initcall
        ffffffff81001ff0 t __pfx_vfs_read
        ffffffff81002000 T vfs_read
        ffffffff81002010 t $x
        ffffffff81002020 A absolute
        0000000000000010 a another
        ffffffff82000000 B _end
        ffffffffc0001000 t ext4_read	[ext4]
        ffffffffc0000800 t ext4_open	[ext4]
        ffffffffc0100000 t bpf_prog_1	[bpf]

        """;

    [Theory]
    [InlineData(0xffffffff81000000, "_stext", "")]
    [InlineData(0xffffffff81000fff, "_stext", "")]
    [InlineData(0xffffffff81001004, "__do_one_initcall", "")]
    [InlineData(0xffffffff81001ff8, "__pfx_vfs_read", "")]
    [InlineData(0xffffffff8200201f - 0x1000000, "vfs_read", "")]
    [InlineData(0xffffffff81002030, "absolute", "")]
    [InlineData(0xffffffffc0000804, "ext4_open", "ext4")]
    [InlineData(0xffffffffc0001000, "ext4_read", "ext4")]
    [InlineData(0xffffffffc0100fff, "bpf_prog_1", "bpf")]
    public void Address_BelongsToTheSymbolAtOrBeforeIt(ulong address, string name, string module)
    {
        SymbolTable table = Read(Kallsyms);
        int index = table.Find(address);
        Assert.Equal((name, module), (table.Name(index), table.Module(index)));
        Assert.True(table.Address(index) <= address);
    }

    // get_symbol_pos ends at _end; find_kallsyms_symbol behind the module's last page.
    [Theory]
    [InlineData(0xffffffff82000001)]
    [InlineData(0xffffffffc0002000)]
    [InlineData(0xffffffffc0101000)]
    [InlineData(0xffffffffffffffff)]
    public void AddressBehindImageOrModule_IsNotFound(ulong address) => Assert.Equal(-1, Read(Kallsyms).Find(address));

    [Fact]
    public void TextInMemory_GivesTheSameAsAStream()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(Kallsyms), .. "ffffffffc0100800 t last	[bpf]"u8];
        var streamed = SymbolTable.Read(new MemoryStream(bytes));
        var borrowed = SymbolTable.Read(bytes.AsMemory());
        Assert.Equal("last", borrowed.Name(borrowed.Count - 1));
        Assert.Equal(Symbols(streamed), Symbols(borrowed));

        static IEnumerable<(ulong, string, string)> Symbols(SymbolTable table) =>
            Enumerable.Range(0, table.Count).Select(index => (table.Address(index), table.Name(index), table.Module(index)));
    }

    [Fact]
    public void MoreSymbolsThanAnyKernelHas_AreNotRead()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, (1 << 20) + 5).Select(i => $"{i:x} t a\n")));
        var table = SymbolTable.Read(bytes.AsMemory());
        Assert.Equal((1 << 20, true), (table.Count, table.IsTruncated));
        Assert.False(Read(Kallsyms).IsTruncated);
    }

    [Fact]
    public void AddressBeforeTheFirst_IsNotFound()
    {
        Assert.Equal(-1, Read(Kallsyms).Find(0x400000));
        Assert.Equal(-1, SymbolTable.Empty.Find(ulong.MaxValue));
    }

    [Fact]
    public void ChunksOfAnySize_GiveTheSame()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(Kallsyms);
        for (int size = 1; size < 70; size++)
        {
            var builder = new SymbolTableBuilder();
            foreach (byte[] chunk in bytes.Chunk(size))
            {
                builder.Add(chunk);
            }

            SymbolTable table = builder.Build();
            Assert.Equal(
                ["_stext", "__do_one_initcall", "__pfx_vfs_read", "vfs_read", "absolute", "_end", "ext4_open", "ext4_read", "bpf_prog_1"],
                Enumerable.Range(0, table.Count).Select(table.Name));
        }
    }

    [Fact]
    public void ZeroAddresses_AreHidden()
    {
        SymbolTable table = Read("0000000000000000 T _stext\n0000000000000000 T vfs_read\n");
        Assert.True(table.HiddenAddresses);
        Assert.Equal(-1, table.Find(0));
        Assert.False(Read(Kallsyms).HiddenAddresses);
        Assert.False(Read("").HiddenAddresses);
    }

    [Fact]
    public void SeveralNamesOfAnAddress_KeepTheFirst()
    {
        Assert.Equal("__a", Name("1000 t __a\n1000 t b\n"));
        Assert.Equal("first", Name("1000 t first\n1000 t second\n1000 t third\n0 t none\n"));
    }

    [Fact]
    public void LinesThatAreNoSymbol_AreSkipped() =>
        Assert.Equal("good", Name("\nxyz\n12\n12 T\n12 T \nzz T bad\n1000 T good\n1001"));

    [Fact]
    public void Name_IsTheSameStringEachTime()
    {
        SymbolTable table = Read(Kallsyms);
        int index = table.Find(0xffffffff81002000);
        Assert.Same(table.Name(index), table.Name(index));
        Assert.Equal(0, Allocations.Of(() => table.Name(table.Find(0xffffffff81002000))));
    }

    [Theory]
    [InlineData("guest-x86_64-6.1")]
    [InlineData("host-x86_64-6.18")]
    public void EverySymbolOfAKernel_IsFoundAtItsAddress(string machine)
    {
        byte[] bytes = TestData.Read(Path.Combine(TestData.Root, machine, "kallsyms"));
        SymbolTable table = SymbolTable.Read(new MemoryStream(bytes));
        Dictionary<ulong, List<string>> expected = [];
        foreach (string line in Encoding.ASCII.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split([' ', '\t']);
            ulong address = Convert.ToUInt64(parts[0], 16);
            if (address != 0 && !(parts[1] is "a" or "A" && address < long.MaxValue) && !parts[2].StartsWith('$'))
            {
                expected.TryAdd(address, []);
                expected[address].Add(parts[2]);
            }
        }

        Assert.Equal(expected.Count, table.Count);
        foreach ((ulong address, List<string> names) in expected)
        {
            int index = table.Find(address);
            Assert.Equal((address, names[0]), (table.Address(index), table.Name(index)));
        }
    }

    private static string Name(string kallsyms)
    {
        SymbolTable table = Read(kallsyms);
        return Assert.Single(Enumerable.Range(0, table.Count).Select(table.Name));
    }

    private static SymbolTable Read(string kallsyms) => SymbolTable.Read(new MemoryStream(Encoding.ASCII.GetBytes(kallsyms)));
}

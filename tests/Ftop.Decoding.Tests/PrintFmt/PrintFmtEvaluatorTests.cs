using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;
using Ftop.Decoding.Symbols;
using static Ftop.Decoding.Tests.PrintFmt.PrintFmtText;

namespace Ftop.Decoding.Tests.PrintFmt;

public sealed class PrintFmtEvaluatorTests
{
    [Theory]
    [InlineData("\"%d\", 2 + 3 * 4", "14")]
    [InlineData("\"%d\", (2 + 3) * 4", "20")]
    [InlineData("\"%d\", 1 << 2 + 1", "8")]
    [InlineData("\"%d\", 7 & 3 == 3", "1")]
    [InlineData("\"%d\", 10 - 2 - 3", "5")]
    [InlineData("\"%d\", 1 ? 2 : 0 ? 3 : 4", "2")]
    [InlineData("\"%d\", 0 ? 2 : 0 ? 3 : 4", "4")]
    [InlineData("\"%d\", 5 / 0", "0")]
    [InlineData("\"%d\", 5 % 0", "0")]
    [InlineData("\"%d\", -1 > 1U", "1")]
    [InlineData("\"%d\", -1 > 1", "0")]
    [InlineData("\"%lld\", 1 << 31", "-2147483648")]
    [InlineData("\"%llx\", 1ULL << 40", "10000000000")]
    [InlineData("\"%llx\", (unsigned long long)-1 >> 60", "f")]
    [InlineData("\"%d\", (char)0x1ff", "-1")]
    [InlineData("\"%d\", (u8)0x1ff", "255")]
    [InlineData("\"%llx\", (unsigned long long)(int)0x80000000", "ffffffff80000000")]
    [InlineData("\"%x\", ~0", "ffffffff")]
    [InlineData("\"%d\", !5", "0")]
    [InlineData("\"%d\", !!5 && 1 || 0", "1")]
    [InlineData("\"%d\", 0 && 1 || 1", "1")]
    [InlineData("\"%c%c\", 'a', '\\n'", "a\n")]
    [InlineData("\"%d\", 010", "8")]
    [InlineData("\"%s\", 1 ? \"yes\" : \"no\"", "yes")]
    [InlineData("\"%d %d\", sizeof(long), sizeof(struct x *)", "8 8")]
    [InlineData("\"%llu.%09u\", __print_ns_to_secs(1500000000ULL), __print_ns_without_secs(1500000000ULL)", "1.500000000")]
    [InlineData("\"%d\", __builtin_expect(3, 1)", "3")]
    public void Expression_IsComputedAsInC(string printFmt, string expected) => Assert.Equal(expected, Print(printFmt));

    [Theory]
    [InlineData("\"%5d|%-5d|%05d\", 42, 42, 42", "   42|42   |00042")]
    [InlineData("\"%+d|% d|%d\", 42, 42, -42", "+42| 42|-42")]
    [InlineData("\"%#x|%#o|%#X|%#010x\", 255, 8, 255, 255", "0xff|010|0XFF|0x000000ff")]
    [InlineData("\"%.5d|%8.5d\", 42, 42", "00042|   00042")]
    [InlineData("\"%*d|%-*d|\", 5, 42, 5, 42", "   42|42   |")]
    [InlineData("\"%hhd|%hd|%d|%ld\", 511, 65535, 1, 2", "-1|-1|1|2")]
    [InlineData("\"%Lu|%zu|%X\", 18446744073709551615ULL, 1UL, 3054", "18446744073709551615|1|BEE")]
    [InlineData("\"%5s|%-5s|%.2s|%.*s\", \"abc\", \"abc\", \"abc\", 1, \"abc\"", "  abc|abc  |ab|a")]
    [InlineData("\"100%% \" \"done\"", "100% done")]
    [InlineData("\"tab\\tquote\\\"octal\\101\"", "tab\tquote\"octalA")]
    public void Conversion_FormatsAsTheKernelsPrintf(string printFmt, string expected) => Assert.Equal(expected, Print(printFmt));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "A")]
    [InlineData(3, "A|B")]
    [InlineData(7, "A|B|0x4")]
    [InlineData(8, "0x8")]
    public void Flags_JoinsNamesAndLeavesTheRestAsNumber(byte value, string expected) =>
        Assert.Equal(expected, Print("\"%s\", __print_flags(REC->f, \"|\", { 1, \"A\" }, { 2, \"B\" })", [value], "u8 f;8;1;0"));

    [Theory]
    [InlineData(0, "ZERO")]
    [InlineData(2, "TWO")]
    [InlineData(5, "0x5")]
    public void Symbolic_UnknownValuePrintsHex(byte value, string expected) =>
        Assert.Equal(expected, Print("\"%s\", __print_symbolic(REC->f, { 0, \"ZERO\" }, { 2, \"TWO\" })", [value], "u8 f;8;1;0"));

    [Fact]
    public void Symbolic_EntryWithUnknownName_MatchesNothing()
    {
        EventFormat format = Format("\"%s\", __print_symbolic(REC->f, { SOME_ENUM, \"first\" }, { 0, \"zero\" })", "u8 f;8;1;0");

        Assert.True(PrintFmtParser.TryParse(format, out ParsedPrintFmt? parsed, out _));
        Assert.Equal(["SOME_ENUM"], parsed.UnknownNames);
        Assert.Equal("zero", Print(format, new byte[9]));
    }

    [Fact]
    public void UnknownName_PrintsQuestionMark() => Assert.Equal("age=? n=1", Print("\"age=%lu n=%d\", (jiffies - 5) / 100, 1"));

    [Theory]
    [InlineData("\"%s\", __print_array(REC->a, 2, 2)", "{0x201,0x403}")]
    [InlineData("\"%s\", __print_array(REC->a, 4, 1)", "{0x1,0x2,0x3,0x4}")]
    [InlineData("\"%s\", __print_array(REC->a, 9, 2)", "{0x201,0x403}")]
    [InlineData("\"%s\", __print_hex(REC->a, 4)", "01 02 03 04")]
    [InlineData("\"%s\", __print_hex_str(REC->a, 3)", "010203")]
    [InlineData("\"%*ph|%4phC|%3phN|%2phD\", 4, REC->a, REC->a, REC->a, REC->a", "01 02 03 04|01:02:03:04|010203|01-02")]
    [InlineData("\"%d %d\", REC->a[1], ((u16 *)REC->a)[1]", "2 1027")]
    [InlineData("\"%d %d\", *REC->a, *(REC->a + 3)", "1 4")]
    [InlineData("\"%d\", REC->a[99]", "0")]
    [InlineData("\"%pI4 %pi4\", REC->a, REC->a", "1.2.3.4 001.002.003.004")]
    [InlineData("\"%*pbl\", 32, REC->a", "0,9,16-17,26")]
    [InlineData("\"%*pb\", 32, REC->a", "04030201")]
    [InlineData("\"%*pb\", 36, REC->a", "0,04030201")]
    [InlineData("\"%s\", __print_hex_dump(\"> \", 2, 16, 1, REC->a, 4, 1)", "\n> 00000000: 01 02 03 04                                      ....\n")]
    public void Array_IsReadFromTheRecord(string printFmt, string expected) =>
        Assert.Equal(expected, Print(printFmt, [1, 2, 3, 4], "u8 a[4];8;4;0"));

    [Theory]
    [InlineData("\"%s\", __get_str(s)", "hi")]
    [InlineData("\"%d\", __get_dynamic_array_len(s)", "3")]
    [InlineData("\"%s\", __print_dynamic_array(s, 1)", "{0x68,0x69,0x0}")]
    [InlineData("\"%.*s\", 1, __get_str(s)", "h")]
    public void DynamicField_IsFoundByItsLoc(string printFmt, string expected)
    {
        Assert.Equal(expected, Print(printFmt, [12, 0, 3, 0, (byte)'h', (byte)'i', 0], "__data_loc char[] s;8;4;1"));
        Assert.Equal(expected, Print(printFmt, [0, 0, 3, 0, (byte)'h', (byte)'i', 0], "__rel_loc char[] s;8;4;1"));
    }

    [Fact]
    public void Pointers_AreNamedBySymbolsAndPrintkFormats()
    {
        var symbols = SymbolTable.Read("ffffffff81000000 T start\nffffffff81000100 T vfs_read\nffffffff81000180 T next\nffffffff82000000 B _end\n"u8.ToArray().AsMemory());
        EventFormat format = Format("\"%pS %ps %px %s\", (void *)REC->ip, (void *)REC->ip, (void *)REC->ip, REC->str", "unsigned long ip;8;8;0", "const char * str;16;8;0");
        byte[] record = [.. new byte[8], 0x10, 1, 0, 0x81, 255, 255, 255, 255, 0, 0, 0, 0x82, 255, 255, 255, 255];

        string text = Print(format, record, symbols: symbols, printkFormats: "0xffffffff82000000 : \"CPU_ON\"\n");

        Assert.Equal("vfs_read+0x10/0x80 vfs_read ffffffff81000110 CPU_ON", text);
    }

    [Fact]
    public void ShortRecord_PrintsZerosAndEmptyText() =>
        Assert.Equal("0  0", Print(Format("\"%d %s %d\", REC->x, __get_str(s), REC->a[1]", "int x;8;4;1", "__data_loc char[] s;12;4;1", "u8 a[4];16;4;0"), new byte[8]));

    [Theory]
    [InlineData("2001:db8::1", 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)]
    [InlineData("::", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)]
    [InlineData("::ffff:1.2.3.4", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4)]
    [InlineData("fe80::1:0:0:2", 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2)]
    public void Ip6Compressed_HasTheLongestRunOfZerosLeftOut(string expected, params int[] address) =>
        Assert.Equal(expected, Print("\"%pI6c\", REC->a", [.. address.Select(value => (byte)value)], "u8 a[16];8;16;0"));

    [Fact]
    public void Sockaddr_HasThePort() =>
        Assert.Equal("10.0.0.1:80", Print("\"%pISpc\", REC->a", [2, 0, 0, 80, 10, 0, 0, 1], "u8 a[8];8;8;0"));

    [Theory]
    [InlineData("%pU", "01020304-0506-0708-090a-0b0c0d0e0f10")]
    [InlineData("%pUl", "04030201-0605-0807-090a-0b0c0d0e0f10")]
    [InlineData("%pUB", "01020304-0506-0708-090A-0B0C0D0E0F10")]
    [InlineData("%pM", "01:02:03:04:05:06")]
    [InlineData("%pMF", "01-02-03-04-05-06")]
    [InlineData("%pmR", "060504030201")]
    public void BytesExtension_HasItsForm(string conversion, string expected) =>
        Assert.Equal(expected, Print($"\"{conversion}\", REC->a", [.. Enumerable.Range(1, 16).Select(value => (byte)value)], "u8 a[16];8;16;0"));

    [Fact]
    public void BigEndian32Bit_ReadsFieldsAndLongs()
    {
        EventFormat format = Format("\"%lx %u %s\", REC->l, sizeof(long), __get_bitmask(m)", "unsigned long l;8;4;0", "__data_loc unsigned long[] m;12;4;0");

        Assert.Equal("1020304 4 00000102", Print(format, [.. new byte[8], 1, 2, 3, 4, 0, 4, 0, 16, 0, 0, 1, 2], longSizeBytes: 4, bigEndian: true));
    }

    [Theory]
    [InlineData("REC->x", 0, "expected a string literal")]
    [InlineData("\"%d\"", 4, "expected ','")]
    [InlineData("\"%d\", REC->nope", 11, "expected a field of the event")]
    [InlineData("\"%d\", secret(1)", 6, "'secret()' can only be called in the kernel")]
    [InlineData("\"%d\", ({ 1; })", 6, "a statement expression can only be run by the kernel")]
    [InlineData("\"%d\", (1", 8, "expected ')'")]
    [InlineData("\"%pd\", REC->x", 0, "'%pd' can only be looked up in the running kernel")]
    [InlineData("\"%d\", 1 2", 8, "expected the end of the print fmt")]
    [InlineData("\"%d\", REC->x->y", 12, "what a pointer or a struct holds is not in the format")]
    public void UnreadablePrintFmt_SaysWhyAndWhere(string printFmt, int position, string message)
    {
        Assert.False(PrintFmtParser.TryParse(Format(printFmt, "int x;8;4;1"), out _, out TextDiagnostic diagnostic));
        Assert.Equal((position, message), (diagnostic.PositionIndex, diagnostic.Message));
    }

    [Fact]
    public void DeepNesting_IsRefused()
    {
        string printFmt = $"\"%d\", {new string('(', 10_000)}1{new string(')', 10_000)}";

        Assert.False(PrintFmtParser.TryParse(Format(printFmt), out _, out TextDiagnostic diagnostic));
        Assert.Equal("expected at most 64 nested expressions", diagnostic.Message);
    }
}

using System.Text;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Tests.Data;

namespace Ftop.Decoding.Tests.Formats;

public sealed class EventFormatParserTests
{
    private const string SchedSwitch = """
        name: sched_switch
        ID: 315
        format:
        	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
        	field:unsigned char common_flags;	offset:2;	size:1;	signed:0;
        	field:unsigned char common_preempt_count;	offset:3;	size:1;	signed:0;
        	field:int common_pid;	offset:4;	size:4;	signed:1;

        	field:char prev_comm[16];	offset:8;	size:16;	signed:0;
        	field:pid_t prev_pid;	offset:24;	size:4;	signed:1;
        	field:long prev_state;	offset:32;	size:8;	signed:1;

        print fmt: "prev_comm=%s prev_pid=%d", REC->prev_comm,
          REC->prev_pid

        """;

    [Fact]
    public void SchedSwitch_IsReadWhole()
    {
        Assert.True(EventFormatParser.TryParse(SchedSwitch, "sched", out EventFormat? format, out _));
        Assert.Equal(("sched", "sched_switch", (ushort)315), (format.System, format.Name, format.Id));
        Assert.Equal(["common_type", "common_flags", "common_preempt_count", "common_pid"], format.CommonFields.Select(field => field.Name));
        Assert.Equal(["prev_comm", "prev_pid", "prev_state"], format.Fields.Select(field => field.Name));
        Assert.Equal("\"prev_comm=%s prev_pid=%d\", REC->prev_comm,\n  REC->prev_pid", format.PrintFmt);
        Assert.Equal((24, 4, true), (format.Find("prev_pid")!.Offset, format.Find("prev_pid")!.Size, format.Find("prev_pid")!.Signed));
        Assert.Same(format.CommonFields[3], format.Find("common_pid"));
        Assert.Null(format.Find("next_pid"));
    }

    [Theory]
    [InlineData("char prev_comm[16]", 16, FieldKind.CharArray, 1, 16, "char[16]", "prev_comm")]
    [InlineData("unsigned long args[6]", 48, FieldKind.StaticArray, 8, 6, "unsigned long[6]", "args")]
    [InlineData("__u8 fc[MAX_FC / 2]", 10, FieldKind.StaticArray, 1, 10, "__u8[MAX_FC / 2]", "fc")]
    [InlineData("u16 levels[NR_LEVELS]", 10, FieldKind.StaticArray, 2, 5, "u16[NR_LEVELS]", "levels")]
    [InlineData("unsigned char mac[6]", 6, FieldKind.StaticArray, 1, 6, "unsigned char[6]", "mac")]
    [InlineData("__data_loc char[] name", 4, FieldKind.DataLoc, 1, 0, "__data_loc char[]", "name")]
    [InlineData("__data_loc u32[] values", 4, FieldKind.DataLoc, 4, 0, "__data_loc u32[]", "values")]
    [InlineData("__data_loc unsigned long[] mask", 4, FieldKind.DataLoc, 8, 0, "__data_loc unsigned long[]", "mask")]
    [InlineData("__rel_loc char[] path", 4, FieldKind.RelLoc, 1, 0, "__rel_loc char[]", "path")]
    [InlineData("char buf[]", 0, FieldKind.RestOfRecord, 1, 0, "char[]", "buf")]
    [InlineData("unsigned long args[]", 0, FieldKind.RestOfRecord, 8, 0, "unsigned long[]", "args")]
    [InlineData("const char * filename", 8, FieldKind.Scalar, 8, 1, "const char *", "filename")]
    [InlineData("const char *filename", 8, FieldKind.Scalar, 8, 1, "const char *", "filename")]
    [InlineData("const char __attribute__((user)) * filename", 8, FieldKind.Scalar, 8, 1, "const char  *", "filename")]
    [InlineData("__attribute__((btf_type_tag(\"user\"))) void *p", 8, FieldKind.Scalar, 8, 1, "void *", "p")]
    [InlineData("struct in6_addr saddr", 16, FieldKind.StaticArray, 1, 16, "struct in6_addr", "saddr")]
    [InlineData("enum zone_type type", 4, FieldKind.Scalar, 4, 1, "enum zone_type", "type")]
    public void Declaration_GivesKindAndElements(
        string declaration, int size, FieldKind kind, int elementSize, int count, string typeText, string name)
    {
        FormatField field = Parse($"\tfield:{declaration};\toffset:8;\tsize:{size};\tsigned:0;");
        Assert.Equal((kind, elementSize, count, typeText, name), (field.Kind, field.ElementSize, field.Count, field.TypeText, field.Name));
    }

    [Theory]
    [InlineData("char comm[16]", 16, true)]
    [InlineData("__data_loc char[] name", 4, true)]
    [InlineData("char buf[]", 0, true)]
    [InlineData("char letter", 1, false)]
    [InlineData("u8 bytes[4]", 4, false)]
    public void CharElements_AreText(string declaration, int size, bool isText) =>
        Assert.Equal(isText, Parse($"\tfield:{declaration};\toffset:8;\tsize:{size};\tsigned:0;").IsText);

    [Theory]
    [InlineData("int ret", true)]
    [InlineData("unsigned int ret", false)]
    [InlineData("pid_t pid", true)]
    [InlineData("void * p", false)]
    public void AbsentSigned_FollowsTheType(string declaration, bool signed) =>
        Assert.Equal(signed, Parse($"\tfield:{declaration};\toffset:8;\tsize:4;").Signed);

    [Fact]
    public void SpecialField_OfOldKernelsIsRead() =>
        Assert.Equal("buf", Parse("\tfield special:char buf[];\toffset:16;\tsize:0;").Name);

    [Fact]
    public void LongSizeOfFour_GivesElementsOfFour() =>
        Assert.Equal(4, Parse("\tfield:__data_loc unsigned long[] mask;\toffset:8;\tsize:4;\tsigned:0;", longSizeBytes: 4).ElementSize);

    [Theory]
    [InlineData("", 1)]
    [InlineData("name: x\nID: -1\n", 2)]
    [InlineData("name: x\nID: 65536\n", 2)]
    public void OtherText_IsRefusedWithItsLine(string text, int lineNumber)
    {
        Assert.False(EventFormatParser.TryParse(text, "sched", out EventFormat? format, out TextDiagnostic diagnostic));
        Assert.Null(format);
        Assert.Equal(lineNumber, diagnostic.LineNumber);
    }

    [Theory]
    [InlineData("name: x\nID: 5\nformat:\n\tfield:int;\toffset:0;\tsize:4;\n")]
    [InlineData("name: x\nID: 5\nformat:\n\tfield:int x;\toffset:0;\n")]
    [InlineData("name: x\nID: 5\nformat:\n\tfield:int x;\toffset:0;\tsize:4;\tsigned:maybe;\n")]
    [InlineData("name: x\nID: 5\nformat:\n\tfeild:int x;\toffset:0;\tsize:4;\n")]
    [InlineData("name: x\nID: 5\nformat:\n\tfield:int x];\toffset:0;\tsize:4;\n")]
    [InlineData("name: x\nID: 5\nformat:\n\tfield:int x;\toffset:-8;\tsize:4;\n")]
    public void FieldThatIsNotUnderstood_CostsThatFieldAlone(string text)
    {
        const string After = "\tfield:int after;\toffset:16;\tsize:4;\tsigned:1;\n\nprint fmt: \"%d\", REC->after\n";
        Assert.True(EventFormatParser.TryParse(text + After, "sched", out EventFormat? format, out TextDiagnostic diagnostic));
        Assert.Equal((4, "after", "\"%d\", REC->after"), (diagnostic.LineNumber, Assert.Single(format.Fields).Name, format.PrintFmt));
        Assert.NotNull(diagnostic.Message);
    }

    [Theory]
    [InlineData("int grid[2][3]", 24, "int[2][3]", "grid", 4, 6)]
    [InlineData("u8 raw[sizeof(int[3])]", 12, "u8[sizeof(int[3])]", "raw", 1, 12)]
    [InlineData("void (*)(struct work *) func", 8, "void (*)(struct work *)", "func", 8, 1)]
    [InlineData("__attribute__((btf_type_tag(\"user\"))) const char * name", 8, "const char *", "name", 8, 1)]
    public void RareDeclarations_AreUnderstood(string declaration, int size, string typeText, string name, int elementSize, int count)
    {
        FormatField field = Parse($"\tfield:{declaration};\toffset:8;\tsize:{size};\tsigned:0;");
        Assert.Equal((typeText, name, elementSize, count), (field.TypeText, field.Name, field.ElementSize, field.Count));
    }

    [Theory]
    [InlineData("guest-x86_64-6.1", 1000)]
    [InlineData("host-x86_64-6.18", 2000)]
    public void EveryFormatOfAKernel_Parses(string machine, int atLeast) =>
        ParseAll(TestData.Formats(Path.Combine(TestData.Root, machine, "formats.tar.gz")), atLeast);

    [Theory]
    [InlineData("synthetic")]
    [InlineData("android_walleye_OPM5.171019.017.A1_4.4.88")]
    public void EveryFormatOfAnAndroidKernel_Parses(string device)
    {
        string path = Path.Combine(TestData.SharedRoot, "perfetto", "formats", device + ".tar.gz");
        ThirdParty.Needs(File.Exists(path), path);
        ParseAll(TestData.Formats(path), atLeast: 100);
    }

    [Fact]
    public void EveryProbeFormat_Parses()
    {
        string folder = Path.Combine(TestData.Root, "guest-x86_64-6.1", "probes", "events");
        ParseAll(Directory.GetFiles(folder, "format", SearchOption.AllDirectories).Select(path => ("probes", File.ReadAllBytes(path))), atLeast: 5);
    }

    [Fact]
    public void EveryFormatOfTheRunningKernel_Parses() => ParseAll(RunningKernel.Formats(), atLeast: 100);

    // Parsed, every field within what the fields before it allow, and its bytes accounted for.
    private static void ParseAll(IEnumerable<(string System, byte[] Text)> formats, int atLeast)
    {
        int count = 0;
        foreach ((string system, byte[] text) in formats)
        {
            Assert.True(EventFormatParser.TryParse(text, system, out EventFormat? format, out TextDiagnostic diagnostic), $"{system}: {diagnostic}\n{Encoding.UTF8.GetString(text)}");
            Assert.Contains(format.CommonFields, field => field.Name == "common_pid");
            int lines = Encoding.UTF8.GetString(text).Split('\n').Count(line => line.TrimStart().StartsWith("field", StringComparison.Ordinal));
            Assert.Equal(lines, format.CommonFields.Count + format.Fields.Count);
            foreach (FormatField field in format.CommonFields.Concat(format.Fields))
            {
                bool fixedPart = field.Kind is FieldKind.Scalar or FieldKind.StaticArray or FieldKind.CharArray;
                Assert.True(!fixedPart || field.Count * field.ElementSize == field.Size, $"{format}: {field}");
                Assert.Matches("^[A-Za-z_][A-Za-z0-9_.]*$", field.Name);
            }

            count++;
        }

        Assert.True(count >= atLeast, $"only {count} formats");
    }

    private static FormatField Parse(string fieldLine, int longSizeBytes = 8)
    {
        Assert.True(
            EventFormatParser.TryParse($"name: x\nID: 1\nformat:\n{fieldLine}\n", "s", out EventFormat? format, out TextDiagnostic diagnostic, longSizeBytes),
            diagnostic.ToString());
        return Assert.Single(format.Fields);
    }
}

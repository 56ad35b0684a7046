using Ftop.Decoding.Formats;
using Ftop.Decoding.RingBuffer;

namespace Ftop.Decoding.Tests.RingBuffer;

public sealed class HeaderPageTests
{
    [Fact]
    public void SixtyFourBits_GivesLayout()
    {
        Assert.True(HeaderPage.TryParse(
            "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
            + "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n\tfield: char data;\toffset:16;\tsize:65520;\tsigned:0;\n",
            out HeaderPage header, out _));
        Assert.Equal(HeaderPage.Default with { DataSizeBytes = 65520 }, header);
        Assert.Equal(65536, header.SubBufferSizeBytes);
    }

    [Fact]
    public void ThirtyTwoBits_GivesLongSizeOfCommit()
    {
        Assert.True(HeaderPage.TryParse(
            "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n\tfield: local_t commit;\toffset:8;\tsize:4;\tsigned:1;\n"
            + "\tfield: char data;\toffset:12;\tsize:4084;\tsigned:0;\n",
            out HeaderPage header, out _));
        Assert.Equal((4, 12, 4096), (header.LongSizeBytes, header.DataOffset, header.SubBufferSizeBytes));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("\tfield: u64 timestamp;\toffset:0;\tsize:8;\n", 2, 1)]
    [InlineData("\tfield: u64 timestamp;\toffset:zero;\tsize:8;\n", 1, 31)]
    [InlineData("\tfield: local_t commit;\toffset:8;\tsize:8;\nnonsense\n", 2, 1)]
    [InlineData("\tfield: local_t commit;\toffset:8;\tsize:8;\n\tfield: char data;\toffset:12;\tsize:4080;\n", 1, 1)]
    [InlineData("\tfield: local_t commit;\toffset:8;\tsize:16;\n\tfield: char data;\toffset:24;\tsize:4080;\n", 1, 1)]
    public void OtherText_IsRefusedWithItsPlace(string text, int lineNumber, int columnNumber)
    {
        Assert.False(HeaderPage.TryParse(text, out _, out TextDiagnostic diagnostic));
        Assert.Equal((lineNumber, columnNumber), (diagnostic.LineNumber, diagnostic.ColumnNumber));
        Assert.NotEmpty(diagnostic.Message);
    }
}

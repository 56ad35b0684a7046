using Ftop.Decoding.Text.Symbols;

namespace Ftop.Decoding.Tests.Symbols;

/// <summary>Strings of the kernel by address.</summary>
public sealed class PrintkFormatsTests
{
    [Fact]
    public void Strings_KeepTheirBytes()
    {
        byte[] text = [.. "0xffffffff8234aef8 : \""u8, 0xe9, 0xff, 0x80, .. "\\n\\t\\\"q\\x\"\nno line\n0x10 : \"\"\n0x20 \"no colon\"\n"u8];
        var formats = PrintkFormats.Parse(text);
        Assert.True(formats.TryFind(0xffffffff8234aef8, out ReadOnlySpan<byte> found));
        Assert.Equal([0xe9, 0xff, 0x80, .. "\n\t\"q\\x"u8], found.ToArray());
        Assert.True(formats.TryFind(0x10, out found));
        Assert.Equal(0, found.Length);
        Assert.False(formats.TryFind(0x20, out _));
    }
}

using Ftop.Tui.Terminal;
using Ftop.Tui.Terminal.Output;

namespace Ftop.Tui.Tests;

public sealed class GlyphTests
{
    [Theory]
    [InlineData("\u0000")]
    [InlineData("\u0007")]
    [InlineData("\u001b")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    [InlineData("\u009b")]
    [InlineData("\u200b")]
    [InlineData("\u200d")]
    [InlineData("\u202e")]
    [InlineData("\u2066")]
    [InlineData("\u2028")]
    [InlineData("\u00ad")]
    [InlineData("\ufeff")]
    [InlineData("\u0301")]
    [InlineData("\ue000")]
    public void WhatATerminalMightObey_BecomesAQuestionMark(string grapheme)
    {
        foreach (Charset charset in Enum.GetValues<Charset>())
        {
            Assert.Equal('?', Glyph.From(grapheme, charset));
        }
    }

    [Theory]
    [InlineData("a", 'a', 'a')]
    [InlineData(null, ' ', ' ')]
    [InlineData("", ' ', ' ')]
    [InlineData("\u00a0", ' ', ' ')]
    [InlineData("e\u0301", 'e', 'e')]
    [InlineData("─", '─', '-')]
    [InlineData("║", '║', '|')]
    [InlineData("╰", '╰', '+')]
    [InlineData("┼", '┼', '+')]
    [InlineData("┴", '┴', '+')]
    [InlineData("█", '█', '#')]
    [InlineData("▒", '▒', '%')]
    [InlineData("µ", 'µ', 'u')]
    [InlineData("é", 'é', '?')]
    [InlineData("漢", '漢' | Glyph.Wide, '?' | Glyph.Wide)]
    [InlineData("😀", 0x1f600 | Glyph.Wide, '?' | Glyph.Wide)]
    public void From_ShowsWhatTheCharsetHas(string? grapheme, int utf8, int ascii)
    {
        Assert.Equal(utf8, Glyph.From(grapheme, Charset.Utf8));
        Assert.Equal(ascii, Glyph.From(grapheme, Charset.Ascii));
    }

    [Fact]
    public void LoneSurrogate_BecomesAQuestionMark() => Assert.Equal('?', Glyph.From(new string('\ud800', 1), Charset.Utf8));
}

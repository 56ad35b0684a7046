using Ftop.Tui.Text;

namespace Ftop.Tui.Tests.Text;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("vfs_read", "vfs_read")]
    [InlineData("\u001b[2J", "^[[2J")]
    [InlineData("a\0b\tc\r\n", "a^@b^Ic^M^J")]
    [InlineData("\u007f", "^?")]
    [InlineData("\u009b31m\u0085", "?31m?")]
    [InlineData("a\u202eb\u2066c\u200fd", "a?b?c?d")]
    [InlineData("a\u200bb\u200dc\ufeff\u00ad", "a?b?c??")]
    [InlineData("e\u0301", "e?")]
    [InlineData("中文", "??")]
    [InlineData("\u05d0\u0627", "??")]
    [InlineData("\u2028\u00a0\ue000", "???")]
    [InlineData("café Ω Ж µ", "café Ω Ж µ")]
    public void Of_LeavesWhatTakesOneColumnAndShowsTheRest(string text, string expected) => Assert.Equal(expected, SafeText.Of(text));

    [Fact]
    public void Of_Surrogates_AreOneReplacementACharacter() => Assert.Equal("?x?", SafeText.Of("\ud83d\ude00x\ud800"));

    [Fact]
    public void Of_AnyCharacter_NothingDangerousIsLeft()
    {
        for (int code = 0; code <= char.MaxValue; code++)
        {
            foreach (char character in SafeText.Of(((char)code).ToString()))
            {
                Assert.False(char.IsControl(character) || char.IsSurrogate(character) || character is >= '\u200b' and <= '\u200f'
                    or >= '\u202a' and <= '\u202e' or >= '\u2060' and <= '\u206f' or '\ufeff', $"U+{code:X4}");
            }
        }
    }

    [Fact]
    public void Of_SafeText_IsTheSameString()
    {
        string text = new('a', 300);
        Assert.Same(text, SafeText.Of(text));
    }

    [Fact]
    public void Write_CutsAtTheEndOfTheDestination()
    {
        Span<char> destination = stackalloc char[3];
        Assert.Equal(3, SafeText.Write("ab\u001bc", destination));
        Assert.Equal("ab^", destination.ToString());
    }

    [Fact]
    public void CommOfATask_ReachesNoCellUnsafe()
    {
        using var live = new LiveScreen();
        live.Type("5").Show(SampleWindows.At(1));
        Assert.Contains("evil^[[2Jname", live.Text);
        Assert.DoesNotContain('\u001b', live.Text);
    }
}

using Ftop.Tui.Terminal;

namespace Ftop.Tui.Tests;

public sealed class TerminalCapabilitiesTests
{
    [Theory]
    [InlineData("vt100", "C.UTF-8", null, "Mono", "Ascii", false)]
    [InlineData("vt220", "C.UTF-8", null, "Mono", "Ascii", false)]
    [InlineData("linux", "C.UTF-8", null, "Colors16", "Ascii", false)]
    [InlineData("linux", "C", null, "Colors16", "Ascii", false)]
    [InlineData("linux", "C.UTF-8", "truecolor", "Colors16", "Ascii", false)]
    [InlineData("ansi", "C.UTF-8", "truecolor", "Colors8", "Ascii", false)]
    [InlineData("vt102", null, "truecolor", "Mono", "Ascii", false)]
    [InlineData("ansi", "C.UTF-8", null, "Colors8", "Ascii", false)]
    [InlineData("xterm", "C.UTF-8", null, "Colors8", "Utf8", true)]
    [InlineData("xterm", null, null, "Colors8", "Ascii", true)]
    [InlineData("xterm-256color", "de_DE.utf8", null, "Colors256", "Utf8", true)]
    [InlineData("xterm-256color", "C.UTF-8", "truecolor", "TrueColor", "Utf8", true)]
    [InlineData("xterm-mono", "C.UTF-8", null, "Mono", "Utf8", true)]
    [InlineData("screen", "C.UTF-8", null, "Colors8", "Utf8", true)]
    [InlineData("screen.xterm-256color", "C.UTF-8", null, "Colors256", "Utf8", true)]
    [InlineData("tmux-256color", "C.UTF-8", "24bit", "TrueColor", "Utf8", true)]
    [InlineData("rxvt-unicode-256color", "C.UTF-8", null, "Colors256", "Utf8", true)]
    public void Detect_KnowsTheTerminalsOfTheTrade(string term, string? lang, string? colorTerm, string colorMode, string charset, bool hasAlternateScreen)
    {
        TerminalCapabilities capabilities = Detect(default, ("TERM", term), ("LANG", lang), ("COLORTERM", colorTerm));
        Assert.Equal((colorMode, charset, hasAlternateScreen), (capabilities.ColorMode.ToString(), capabilities.Charset.ToString(), capabilities.HasAlternateScreen));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dumb")]
    [InlineData("unknown")]
    public void TerminalWithoutCursor_IsPlain(string? term)
    {
        TerminalCapabilities capabilities = Detect(default, ("TERM", term), ("LANG", "C.UTF-8"), ("COLORTERM", "truecolor"));
        Assert.Equal((true, Charset.Ascii, ColorMode.Mono), (capabilities.IsPlain, capabilities.Charset, capabilities.ColorMode));
    }

    [Fact]
    public void Options_OverrideTheEnvironment()
    {
        TerminalCapabilities capabilities = Detect(new TerminalOptions { IsAscii = true, IsMono = true }, ("TERM", "xterm-256color"), ("LANG", "C.UTF-8"));
        Assert.Equal((ColorMode.Mono, Charset.Ascii), (capabilities.ColorMode, capabilities.Charset));
    }

    [Theory]
    [InlineData("vt100", false, "vt100")]
    [InlineData("vt220", false, "vt100")]
    [InlineData("vt220", true, "mono")]
    [InlineData("xterm-mono", false, "mono")]
    [InlineData("dumb", false, "mono")]
    [InlineData("linux", false, null)]
    [InlineData("ansi", true, "mono")]
    [InlineData("xterm-256color", false, null)]
    public void Theme_SuitsTheTerminal(string term, bool isMono, string? theme) =>
        Assert.Equal(theme, Detect(new TerminalOptions { IsMono = isMono }, ("TERM", term)).Theme);

    [Fact]
    public void Locale_FirstThatIsSetCounts()
    {
        Assert.Equal(Charset.Ascii, Detect(default, ("TERM", "xterm"), ("LC_ALL", "C"), ("LANG", "C.UTF-8")).Charset);
        Assert.Equal(Charset.Utf8, Detect(default, ("TERM", "xterm"), ("LC_ALL", ""), ("LC_CTYPE", "C.UTF-8"), ("LANG", "C")).Charset);
    }

    private static TerminalCapabilities Detect(TerminalOptions options, params (string Name, string? Value)[] environment) =>
        TerminalCapabilities.Detect(name => environment.FirstOrDefault(pair => pair.Name == name).Value, options);
}

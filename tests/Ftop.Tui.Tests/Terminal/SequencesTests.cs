using System.Text.RegularExpressions;
using Ftop.Tui.Terminal;
using Ftop.Tui.Themes;

namespace Ftop.Tui.Tests;

/// <summary>What leaves the program on each kind of terminal: only what that terminal knows, whatever the theme and the keys.</summary>
public sealed partial class SequencesTests
{
    // Moves and erasing that all of them have, the VT100 first.
    private const string Moves = @"H|\d+H|\d+;\d+H|C|\d+C|K|2J|";
    private const string Cursor = @"|\?25[hl]";
    private const string Screen = @"|\?1049[hl]";
    private const string Vt = "[0147]?";
    private const string Ansi = "[0147]?|3[0-79]|4[0-79]";
    private const string Xterm = "[01247]?|3[0-79]|4[0-79]|9[0-7]|10[0-7]";
    private const string Palette = Xterm + @"|[34]8;5;\d+";
    private const string Rgb = Palette + @"|[34]8;2;\d+;\d+;\d+";

    [Theory]
    [InlineData("vt100", null, Moves, Vt)]
    [InlineData("vt100", "C.UTF-8", Moves, Vt)]
    [InlineData("vt102", null, Moves, Vt)]
    [InlineData("vt220", null, Moves + Cursor, Vt)]
    [InlineData("vt220", "C.UTF-8", Moves + Cursor, Vt)]
    [InlineData("linux", null, Moves + Cursor, Xterm)]
    [InlineData("linux", "C.UTF-8", Moves + Cursor, Xterm)]
    [InlineData("ansi", "C.UTF-8", Moves, Ansi)]
    [InlineData("xterm", null, Moves + Cursor + Screen, Xterm)]
    [InlineData("xterm-256color", "C.UTF-8", Moves + Cursor + Screen, Palette)]
    [InlineData("screen", "C.UTF-8", Moves + Cursor + Screen, Xterm)]
    [InlineData("screen-256color", "C.UTF-8", Moves + Cursor + Screen, Palette)]
    [InlineData("tmux", "C.UTF-8", Moves + Cursor + Screen, Xterm)]
    [InlineData("tmux-256color", "C.UTF-8", Moves + Cursor + Screen, Palette)]
    [InlineData("xterm-direct", "C.UTF-8", Moves + Cursor + Screen, Rgb)]
    public void OnlyWhatTheTerminalKnows_IsSent(string term, string? locale, string moves, string looks)
    {
        var capabilities = TerminalCapabilities.Detect(name => name switch { "TERM" => term, "LANG" => locale, _ => null }, default);
        string sent = Session(capabilities, ThemeCatalog.Load([Path.Combine(AppContext.BaseDirectory, "themes")]));
        Assert.True(sent.Length > 10_000);
        var known = new Regex($@"^\e\[({moves})$|^\e\[({looks})(;({looks}))*m$");
        Assert.All(Sequences().Matches(sent), match => Assert.Matches(known, match.Value));
        string text = Sequences().Replace(sent, "");
        Assert.All(text, character => Assert.True(character is '\r' or '\n' or >= ' ' and not '\x7f', $"control character 0x{(int)character:x2}"));
        bool isUtf8 = capabilities.Charset == Charset.Utf8;
        Assert.Equal(isUtf8, text.Any(character => character > '\x7f'));
        Assert.Equal(isUtf8, locale is not null && term is not ("vt100" or "vt220" or "ansi" or "linux"));
    }

    // Every view, dialog and theme, a cursor in a prompt, a repaint, the end.
    private static string Session(TerminalCapabilities capabilities, ThemeCatalog themes)
    {
        using var live = new LiveScreen(capabilities: capabilities, themes: themes);
        for (int theme = 0; theme < themes.Themes.Length; theme++)
        {
            foreach (string keys in (string[])["0", "1", "2", "3", "4", "5", "6", "7", "8", "?", "q", "D", "e", "\x15", "/ep", "\r", "2m", "\x0c"])
            {
                live.Show(SampleWindows.At(1 + theme, lost: theme)).Type(keys == "q" ? "" : keys);
                live.Show(SampleWindows.Timed(2 + theme));
                if (keys is "?" or "D" or "\x15")
                {
                    live.Escape();
                }
            }

            live.Type("T\e[B\r");
        }

        live.Terminal.Application.Dispose();
        return System.Text.Encoding.UTF8.GetString(live.Terminal.Line.TakeSent());
    }

    [GeneratedRegex(@"\e(\[[0-?]*[ -/]*[@-~]|[^[])")]
    private static partial Regex Sequences();
}

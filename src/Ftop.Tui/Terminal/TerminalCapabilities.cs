namespace Ftop.Tui.Terminal;

/// <summary>
/// What the terminal can do, from TERM, COLORTERM, the locale and the command line. Nothing is asked of the terminal: on a serial line nobody
/// may answer.
/// </summary>
internal sealed record TerminalCapabilities
{
    private const string MonoTheme = "mono";
    private const string VtTheme = "vt100";

    public required ColorMode ColorMode { get; init; }

    public required Charset Charset { get; init; }

    /// <summary>The theme that suits it; null for the default one.</summary>
    public string? Theme { get; init; }

    /// <summary>True where the cursor can be hidden (DECTCEM, from the VT220 on).</summary>
    public required bool CanHideCursor { get; init; }

    /// <summary>True where the terminal keeps a second screen (DEC mode 1049), so that the shell's comes back on exit.</summary>
    public required bool HasAlternateScreen { get; init; }

    /// <summary>True where the cursor cannot be placed: screens are written one below the other, without any escape sequence.</summary>
    public bool IsPlain { get; init; }

    public static TerminalCapabilities Detect(Func<string, string?> environment, TerminalOptions options)
    {
        string term = environment("TERM") ?? "";
        if (term is "" or "dumb" or "unknown" or "network" or "dialup")
        {
            return new TerminalCapabilities
            {
                ColorMode = ColorMode.Mono,
                Charset = Charset.Ascii,
                Theme = MonoTheme,
                CanHideCursor = false,
                HasAlternateScreen = false,
                IsPlain = true,
            };
        }

        bool isVt = term.StartsWith("vt", StringComparison.Ordinal) && term.Length > 2 && char.IsAsciiDigit(term[2]);
        bool isConsole = term.StartsWith("linux", StringComparison.Ordinal);
        bool isAnsi = term.StartsWith("ansi", StringComparison.Ordinal) || term.StartsWith("pcansi", StringComparison.Ordinal);
        ColorMode colorMode = options.IsMono || isVt || environment("NO_COLOR") is { Length: > 0 }
            ? ColorMode.Mono
            : Colors(term, environment("COLORTERM"), isConsole, isAnsi);
        return new TerminalCapabilities
        {
            ColorMode = colorMode,

            // The console's fonts have 256 or 512 characters: whatever the locale says, the steps of a bar and most of Unicode are not among them.
            Charset = options.IsAscii || isAnsi || isVt || isConsole || !IsUtf8(environment) ? Charset.Ascii : Charset.Utf8,
            Theme = isVt && !options.IsMono ? VtTheme : colorMode == ColorMode.Mono ? MonoTheme : null,
            CanHideCursor = !isAnsi && !term.StartsWith("vt1", StringComparison.Ordinal),
            HasAlternateScreen = !isVt && !isConsole && !isAnsi,
        };
    }

    private static ColorMode Colors(string term, string? colorTerm, bool isConsole, bool isAnsi)
    {
        if (term.EndsWith("-m", StringComparison.Ordinal) || term.EndsWith("-mono", StringComparison.Ordinal))
        {
            return ColorMode.Mono;
        }

        // What the shell before said of its own terminal (COLORTERM) says nothing of these. The kernel's console knows 90 to 97 since 3.16; what
        // goes by ansi may be as old as ANSI.SYS.
        if (isConsole || isAnsi)
        {
            return isConsole ? ColorMode.Colors16 : ColorMode.Colors8;
        }

        if (colorTerm is "truecolor" or "24bit" || term.Contains("direct", StringComparison.Ordinal))
        {
            return ColorMode.TrueColor;
        }

        if (term.Contains("256color", StringComparison.Ordinal))
        {
            return ColorMode.Colors256;
        }

        bool has16 = colorTerm is { Length: > 0 } || term.Contains("16color", StringComparison.Ordinal);
        return has16 ? ColorMode.Colors16 : ColorMode.Colors8;
    }

    // As setlocale(3): the first one that is set and not empty counts.
    private static bool IsUtf8(Func<string, string?> environment)
    {
        foreach (string name in (ReadOnlySpan<string>)["LC_ALL", "LC_CTYPE", "LANG"])
        {
            if (environment(name) is { Length: > 0 } locale)
            {
                return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }
}

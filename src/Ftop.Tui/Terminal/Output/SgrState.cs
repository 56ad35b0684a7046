namespace Ftop.Tui.Terminal.Output;

/// <summary>How a cell looks: what SGR (ECMA-48 8.3.117) sets. Colours are <see cref="SgrColor"/> numbers.</summary>
internal readonly record struct SgrState(int Foreground, int Background, SgrStyle Style)
{
    /// <summary>The terminal's own colours, no style: the state after <c>ESC[m</c>.</summary>
    public static readonly SgrState Plain = new(SgrColor.None, SgrColor.None, SgrStyle.None);

    private const SgrStyle SeenOnBlank = SgrStyle.Underline | SgrStyle.Reverse;

    /// <summary>True where a blank shows nothing of this but the background.</summary>
    public bool IsUnseenOnBlank => (Style & SeenOnBlank) == 0;

    /// <summary>True where erasing with this leaves the terminal's own background.</summary>
    public bool ErasesPlain => Background == SgrColor.None && IsUnseenOnBlank;

    /// <summary>The same look on a blank, with nothing set that cannot be seen there.</summary>
    public SgrState ToBlank() => IsUnseenOnBlank ? new SgrState(SgrColor.None, Background, SgrStyle.None) : this;

    /// <summary>True where a blank looks the same in both.</summary>
    public bool LooksSameOnBlank(SgrState other) => ToBlank() == other.ToBlank();
}

/// <summary>The styles that terminals from the VT100 on have; the number of bit n is the SGR parameter in <see cref="ScreenPen"/>'s table.</summary>
[Flags]
internal enum SgrStyle : byte
{
    None = 0,
    Bold = 1,
    Faint = 2,
    Underline = 4,
    Reverse = 8,
}

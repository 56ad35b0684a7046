namespace Ftop.Tui.Terminal.Output;

/// <summary>What the terminal shows in one cell; <see cref="Sgr"/> of a blank holds only what can be seen.</summary>
internal readonly record struct ShadowCell(int Glyph, SgrState Sgr)
{
    public static readonly ShadowCell Blank = new(Output.Glyph.Blank, SgrState.Plain);

    /// <summary>True where <c>ESC[K</c> makes this cell.</summary>
    public bool IsErased => this == Blank;
}

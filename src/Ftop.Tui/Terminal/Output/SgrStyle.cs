namespace Ftop.Tui.Terminal.Output;

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

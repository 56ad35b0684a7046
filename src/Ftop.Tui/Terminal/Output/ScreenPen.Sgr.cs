namespace Ftop.Tui.Terminal.Output;

internal sealed partial class ScreenPen
{
    private static ReadOnlySpan<byte> StyleParameters => "1247"u8;

    /// <summary>Switches to <paramref name="next"/> with one sequence, the shorter of changing what differs and starting from nothing.</summary>
    public void SetSgr(SgrState next)
    {
        if (next == Sgr)
        {
            return;
        }

        // Before ECMA-48's 22, 24 and 27 the only way to lose a style was to lose all.
        bool mustReset = (Sgr.Style & ~next.Style) != 0;
        if (mustReset || ChangeLength(SgrState.Plain, next) + (next == SgrState.Plain ? 0 : 1) < ChangeLength(Sgr, next))
        {
            AddReset(next);
        }
        else
        {
            bytes.Add("\e["u8);
            AddChange(Sgr, next, isFirst: true);
            bytes.Add((byte)'m');
        }

        Sgr = next;
    }

    // An empty parameter is 0: "ESC[;7m" resets and reverses.
    private void AddReset(SgrState next)
    {
        bytes.Add("\e["u8);
        if (next != SgrState.Plain)
        {
            AddChange(SgrState.Plain, next, isFirst: false);
        }

        bytes.Add((byte)'m');
    }

    private void AddChange(SgrState from, SgrState to, bool isFirst)
    {
        int added = (int)(to.Style & ~from.Style);
        for (int bit = 0; added != 0; bit++, added >>= 1)
        {
            if ((added & 1) != 0)
            {
                AddSeparator(ref isFirst);
                bytes.Add(StyleParameters[bit]);
            }
        }

        if (to.Foreground != from.Foreground)
        {
            AddSeparator(ref isFirst);
            AddColor(to.Foreground, 30);
        }

        if (to.Background != from.Background)
        {
            AddSeparator(ref isFirst);
            AddColor(to.Background, 40);
        }
    }

    private void AddSeparator(ref bool isFirst)
    {
        if (!isFirst)
        {
            bytes.Add((byte)';');
        }

        isFirst = false;
    }

    private void AddColor(int color, int first)
    {
        switch (color)
        {
            case SgrColor.None:
                bytes.AddNumber(first + 9);
                break;
            case < 8:
                bytes.AddNumber(first + color);
                break;
            case < 16:
                bytes.AddNumber(first + 60 + color - 8);
                break;
            case < SgrColor.Rgb:
                bytes.AddNumber(first + 8);
                bytes.Add(";5;"u8);
                bytes.AddNumber(color);
                break;
            default:
                bytes.AddNumber(first + 8);
                bytes.Add(";2;"u8);
                bytes.AddNumber((color >> 16) & 255);
                bytes.Add((byte)';');
                bytes.AddNumber((color >> 8) & 255);
                bytes.Add((byte)';');
                bytes.AddNumber(color & 255);
                break;
        }
    }

    // Bytes between "ESC[" and "m" where nothing has to be lost.
    private static int ChangeLength(SgrState from, SgrState to)
    {
        int styles = int.PopCount((int)(to.Style & ~from.Style));
        int length = 2 * styles;
        length += to.Foreground != from.Foreground ? 1 + ColorLength(to.Foreground, isBackground: false) : 0;
        length += to.Background != from.Background ? 1 + ColorLength(to.Background, isBackground: true) : 0;
        return Math.Max(0, length - 1);
    }

    private static int ColorLength(int color, bool isBackground) => color switch
    {
        < 8 => 2,
        < 16 => isBackground ? 3 : 2,
        < SgrColor.Rgb => 5 + Digits(color),
        _ => 7 + Digits((color >> 16) & 255) + Digits((color >> 8) & 255) + Digits(color & 255),
    };
}

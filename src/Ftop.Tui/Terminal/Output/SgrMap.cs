using Terminal.Gui.Drawing;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Terminal.Output;

/// <summary>Turns the views' attributes into what this terminal can show, remembering the answers.</summary>
internal sealed class SgrMap(ColorMode mode)
{
    // Colours that a view computes must not fill the board's memory.
    private const int MaxRemembered = 1024;

    private readonly Dictionary<Attribute, SgrState> _states = [];
    private Attribute _last;
    private SgrState _lastState;
    private bool _hasLast;

    public SgrState Map(in Attribute attribute)
    {
        if (_hasLast && attribute == _last)
        {
            return _lastState;
        }

        if (!_states.TryGetValue(attribute, out SgrState state))
        {
            if (_states.Count >= MaxRemembered)
            {
                _states.Clear();
            }

            state = Compute(attribute);
            _states.Add(attribute, state);
        }

        (_last, _lastState, _hasLast) = (attribute, state, true);
        return state;
    }

    private SgrState Compute(in Attribute attribute)
    {
        SgrStyle style = SgrStyle.None;
        style |= attribute.Style.HasFlag(TextStyle.Bold) ? SgrStyle.Bold : SgrStyle.None;
        // VT100 to VT220 and ANSI.SYS have no SGR 2.
        style |= attribute.Style.HasFlag(TextStyle.Faint) && mode >= ColorMode.Colors16 ? SgrStyle.Faint : SgrStyle.None;
        style |= attribute.Style.HasFlag(TextStyle.Underline) ? SgrStyle.Underline : SgrStyle.None;
        style |= attribute.Style.HasFlag(TextStyle.Reverse) ? SgrStyle.Reverse : SgrStyle.None;
        int foreground = SgrColor.Map(attribute.Foreground, mode);
        int background = SgrColor.Map(attribute.Background, mode);
        if (mode == ColorMode.Colors8)
        {
            // Bold is the bright half of such a palette; dark grey would be bold black, which many show as black. Behind a text that stands out
            // dark grey becomes blue, lest it be as black as what it stands out from.
            style |= foreground > 8 ? SgrStyle.Bold : SgrStyle.None;
            background = background switch { SgrColor.None => SgrColor.None, 8 => 4, _ => background & 7 };
            foreground = foreground switch { SgrColor.None => SgrColor.None, 8 => background == 7 ? 0 : 7, _ => foreground & 7 };
        }

        return new SgrState(foreground, background, style);
    }
}

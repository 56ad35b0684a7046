using System.Collections.Frozen;
using Terminal.Gui.Drivers;

namespace Ftop.Tui.Terminal.Keyboard;

/// <summary>
/// What keys send: xterm, VT100 to VT520, linux, rxvt. Modifiers are not listed: the decoder reads them from the parameters (xterm) or the
/// final character (rxvt).
/// </summary>
internal static class KeyTable
{
    /// <summary>Final character of <c>ESC [</c> with no parameters or <c>1 ; modifiers</c>.</summary>
    public static readonly FrozenDictionary<char, KeyCode> CsiFinal = new Dictionary<char, KeyCode>
    {
        ['A'] = KeyCode.CursorUp,
        ['B'] = KeyCode.CursorDown,
        ['C'] = KeyCode.CursorRight,
        ['D'] = KeyCode.CursorLeft,
        ['H'] = KeyCode.Home,
        ['F'] = KeyCode.End,
        ['P'] = KeyCode.F1,
        ['Q'] = KeyCode.F2,
        ['R'] = KeyCode.F3,
        ['S'] = KeyCode.F4,
        ['Z'] = KeyCode.Tab | KeyCode.ShiftMask,
        ['a'] = KeyCode.CursorUp | KeyCode.ShiftMask,
        ['b'] = KeyCode.CursorDown | KeyCode.ShiftMask,
        ['c'] = KeyCode.CursorRight | KeyCode.ShiftMask,
        ['d'] = KeyCode.CursorLeft | KeyCode.ShiftMask,
    }.ToFrozenDictionary();

    /// <summary>First parameter of <c>ESC [ n ~</c>; rxvt ends it with <c>^ $ @</c> for Ctrl, Shift and both.</summary>
    public static readonly FrozenDictionary<int, KeyCode> CsiNumber = new Dictionary<int, KeyCode>
    {
        [1] = KeyCode.Home,
        [2] = KeyCode.Insert,
        [3] = KeyCode.Delete,
        [4] = KeyCode.End,
        [5] = KeyCode.PageUp,
        [6] = KeyCode.PageDown,
        [7] = KeyCode.Home,
        [8] = KeyCode.End,
        [11] = KeyCode.F1,
        [12] = KeyCode.F2,
        [13] = KeyCode.F3,
        [14] = KeyCode.F4,
        [15] = KeyCode.F5,
        [17] = KeyCode.F6,
        [18] = KeyCode.F7,
        [19] = KeyCode.F8,
        [20] = KeyCode.F9,
        [21] = KeyCode.F10,
        [23] = KeyCode.F11,
        [24] = KeyCode.F12,
        [25] = KeyCode.F13,
        [26] = KeyCode.F14,
        [28] = KeyCode.F15,
        [29] = KeyCode.F16,
        [31] = KeyCode.F17,
        [32] = KeyCode.F18,
        [33] = KeyCode.F19,
        [34] = KeyCode.F20,
    }.ToFrozenDictionary();

    /// <summary>Final character of <c>ESC O</c>: cursor keys in application mode, PF1 to PF4, the keypad.</summary>
    public static readonly FrozenDictionary<char, KeyCode> Ss3 = new Dictionary<char, KeyCode>
    {
        ['A'] = KeyCode.CursorUp,
        ['B'] = KeyCode.CursorDown,
        ['C'] = KeyCode.CursorRight,
        ['D'] = KeyCode.CursorLeft,
        ['H'] = KeyCode.Home,
        ['F'] = KeyCode.End,
        ['P'] = KeyCode.F1,
        ['Q'] = KeyCode.F2,
        ['R'] = KeyCode.F3,
        ['S'] = KeyCode.F4,
        ['M'] = KeyCode.Enter,
        ['I'] = KeyCode.Tab,
        [' '] = KeyCode.Space,
        ['X'] = (KeyCode)'=',
        ['a'] = KeyCode.CursorUp | KeyCode.CtrlMask,
        ['b'] = KeyCode.CursorDown | KeyCode.CtrlMask,
        ['c'] = KeyCode.CursorRight | KeyCode.CtrlMask,
        ['d'] = KeyCode.CursorLeft | KeyCode.CtrlMask,
        ['j'] = (KeyCode)'*',
        ['k'] = (KeyCode)'+',
        ['l'] = (KeyCode)',',
        ['m'] = (KeyCode)'-',
        ['n'] = (KeyCode)'.',
        ['o'] = (KeyCode)'/',
        ['p'] = KeyCode.D0,
        ['q'] = KeyCode.D1,
        ['r'] = KeyCode.D2,
        ['s'] = KeyCode.D3,
        ['t'] = KeyCode.D4,
        ['u'] = KeyCode.D5,
        ['v'] = KeyCode.D6,
        ['w'] = KeyCode.D7,
        ['x'] = KeyCode.D8,
        ['y'] = KeyCode.D9,
    }.ToFrozenDictionary();

    /// <summary>Character after <c>ESC [ [</c>: F1 to F5 of the kernel's console.</summary>
    public static readonly FrozenDictionary<char, KeyCode> Linux = new Dictionary<char, KeyCode>
    {
        ['A'] = KeyCode.F1,
        ['B'] = KeyCode.F2,
        ['C'] = KeyCode.F3,
        ['D'] = KeyCode.F4,
        ['E'] = KeyCode.F5,
    }.ToFrozenDictionary();
}

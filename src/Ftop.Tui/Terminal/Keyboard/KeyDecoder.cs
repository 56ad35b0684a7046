using System.Buffers;
using System.Text;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;

namespace Ftop.Tui.Terminal.Keyboard;

/// <summary>
/// Bytes from the keyboard to keys. A sequence may come in any pieces; after an Esc it is waited for, and when nothing follows in time the Esc
/// was the key. Esc with a character that begins no sequence is both keys: none is eaten. A complete sequence that nobody knows is dropped, and
/// so is the beginning of one that never ends.
/// </summary>
/// <param name="onKey">Gets each key, during <see cref="Feed"/>; must not feed again.</param>
/// <param name="lineRateBaud">Speed of a serial line, on which the bytes of one key come apart; 0 for a fast one.</param>
internal sealed class KeyDecoder(Action<Key> onKey, int lineRateBaud = 0)
{
    private const byte Esc = 0x1b;
    private const int MaxSequence = 32;
    private const double LeastTimeoutMs = 80;
    private const double MostTimeoutMs = 1500;

    private readonly byte[] _bytes = new byte[MaxSequence];
    private readonly int[] _parameters = new int[4];
    private int _length;
    private DateTime _lastByteAt;

    /// <summary>
    /// How long the rest of a sequence is waited for. An Esc is answered within 100 ms where the line is fast; a slow one, with modems, terminal
    /// servers and a screen on its way, gets the time of a thousand characters, 1 s at 9600 baud.
    /// </summary>
    public TimeSpan EscTimeout { get; } =
        TimeSpan.FromMilliseconds(lineRateBaud == 0 ? LeastTimeoutMs : Math.Clamp(10_000_000.0 / lineRateBaud, LeastTimeoutMs, MostTimeoutMs));

    /// <summary>True while bytes wait for the rest of their sequence.</summary>
    public bool IsPending => _length > 0;

    /// <summary>When <see cref="Feed"/> has to be called again; meaningful while <see cref="IsPending"/>.</summary>
    public DateTime ExpiresAt => _lastByteAt + EscTimeout;

    /// <summary>Takes bytes that came at <paramref name="now"/>, or none to let time pass.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, DateTime now)
    {
        Expire(now);
        _lastByteAt = bytes.IsEmpty ? _lastByteAt : now;
        foreach (byte value in bytes)
        {
            if (_length == MaxSequence)
            {
                _length = 0;
            }

            _bytes[_length++] = value;
            Decode();
        }
    }

    // Decides about bytes whose rest did not come in time.
    private void Expire(DateTime now)
    {
        if (_length == 0 || now < ExpiresAt)
        {
            return;
        }

        (int length, _length) = (_length, 0);
        if (_bytes[0] == Esc)
        {
            // "ESC [" and "ESC O" may be typed; a longer beginning is a sequence that lost its end.
            if (length <= 2)
            {
                onKey(Key.Esc);
                EmitPlain(_bytes.AsSpan(1, length - 1));
            }
        }
    }

    // One byte is added at a time, so the bytes are always at most one sequence.
    private void Decode()
    {
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(0, _length);
        if (bytes[0] != Esc)
        {
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed);
            if (status == OperationStatus.NeedMoreData)
            {
                return;
            }

            _length = 0;
            if (status == OperationStatus.Done)
            {
                onKey(FromRune(rune));
            }
            else if (consumed < bytes.Length)
            {
                // A broken character; the byte that showed it begins the next one.
                Restart(bytes[^1]);
            }

            return;
        }

        if (bytes.Length == 1)
        {
            return;
        }

        switch ((char)bytes[1])
        {
            case '[':
                DecodeCsi(bytes);
                break;
            case 'O' when bytes.Length == 2:
                break;
            case 'O':
                DecodeSs3(bytes);
                break;
            default:
                // Also what a VT52 would send, ESC A: a screen drawn for a VT100 is on none, and Esc, then D, are two keys.
                EmitTyped();
                break;
        }
    }

    // ESC O P, and with modifiers ESC O 5 P as older xterms and VTE send it.
    private void DecodeSs3(ReadOnlySpan<byte> bytes)
    {
        char last = (char)bytes[^1];
        if (char.IsAsciiDigit(last) || last == ';')
        {
            return;
        }

        if (KeyTable.Ss3.TryGetValue(last, out KeyCode code))
        {
            int count = ReadParameters(bytes[2..^1]);
            Emit(code | Modifiers(count > 0 ? _parameters[count - 1] : 0));
        }
        else if (bytes.Length == 3)
        {
            EmitTyped();
        }
        else
        {
            _length = 0;
        }
    }

    private void DecodeCsi(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 2)
        {
            return;
        }

        char last = (char)bytes[^1];
        if (bytes[2] == '[')
        {
            if (bytes.Length > 3)
            {
                EmitKnown(KeyTable.Linux.TryGetValue(last, out KeyCode function), function);
            }

            return;
        }

        // rxvt's Shift is a final character that is none in ECMA-48.
        bool isRxvtShift = last == '$' && bytes.Length > 3;
        if (last is >= ' ' and < '@' && !isRxvtShift)
        {
            return;
        }

        if (last is < ' ' or > '~')
        {
            Restart((byte)last);
            return;
        }

        if (bytes[2] is >= (byte)'<' and <= (byte)'?' && bytes.Length > 3)
        {
            // Private: an answer or a mouse, never a key.
            _length = 0;
            return;
        }

        int count = ReadParameters(bytes[2..^1]);
        KeyCode modifiers = Modifiers(count > 1 ? _parameters[1] : 0);
        KeyCode code;
        switch (last)
        {
            case '~' when count == 3 && _parameters[0] == 27:
                EmitCodePoint(_parameters[2], modifiers);
                break;
            case 'u' when count > 0:
                EmitCodePoint(_parameters[0], modifiers);
                break;
            case '~' or '^' or '$' or '@':
                modifiers |= last switch { '^' => KeyCode.CtrlMask, '$' => KeyCode.ShiftMask, '@' => KeyCode.CtrlMask | KeyCode.ShiftMask, _ => 0 };
                EmitKnown(KeyTable.CsiNumber.TryGetValue(_parameters[0], out code), code | modifiers);
                break;
            default:
                // One parameter alone is an answer, not a key: ESC [ row ; column R is told from F3 by its row.
                bool isKey = count == 0 || (count == 2 && _parameters[0] == 1);
                EmitKnown(KeyTable.CsiFinal.TryGetValue(last, out code) && isKey, code | modifiers);
                break;
        }
    }

    /// <summary>xterm's modifier parameter: 1 + Shift 1 + Alt 2 + Ctrl 4 (+ Meta 8, ignored).</summary>
    private static KeyCode Modifiers(int parameter)
    {
        int bits = parameter > 0 ? parameter - 1 : 0;
        return ((bits & 1) != 0 ? KeyCode.ShiftMask : 0) | ((bits & 2) != 0 ? KeyCode.AltMask : 0) | ((bits & 4) != 0 ? KeyCode.CtrlMask : 0);
    }

    // Numbers between ; into _parameters, sub-parameters after : skipped. Returns how many.
    private int ReadParameters(ReadOnlySpan<byte> text)
    {
        Array.Clear(_parameters);
        if (text.IsEmpty)
        {
            return 0;
        }

        int index = 0;
        bool isSub = false;
        foreach (byte value in text)
        {
            if (value == ';')
            {
                index++;
                isSub = false;
            }
            else if (value == ':')
            {
                isSub = true;
            }
            else if (char.IsAsciiDigit((char)value) && !isSub && index < _parameters.Length)
            {
                _parameters[index] = Math.Min((_parameters[index] * 10) + value - '0', 0x10ffff);
            }
        }

        return Math.Min(index + 1, _parameters.Length);
    }

    private void Restart(byte value)
    {
        _bytes[0] = value;
        _length = 1;
        Decode();
    }

    private void EmitKnown(bool isKnown, KeyCode code)
    {
        _length = 0;
        if (isKnown)
        {
            onKey(new Key(code));
        }
    }

    private void Emit(KeyCode code) => EmitKnown(isKnown: true, code);

    private void EmitCodePoint(int codePoint, KeyCode modifiers)
    {
        _length = 0;
        if (Rune.IsValid(codePoint) && codePoint != 0)
        {
            onKey(new Key(FromRune(new Rune(codePoint)).KeyCode | modifiers));
        }
    }

    // Esc and what follows it begin no sequence: an operator typed them one after the other.
    private void EmitTyped()
    {
        Span<byte> rest = stackalloc byte[MaxSequence];
        int length = _length - 1;
        _bytes.AsSpan(1, length).CopyTo(rest);
        _length = 0;
        onKey(Key.Esc);
        foreach (byte value in rest[..length])
        {
            _bytes[_length++] = value;
            Decode();
        }
    }

    private void EmitPlain(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            onKey(FromRune(new Rune(value)));
        }
    }

    private static Key FromRune(Rune rune) => rune.Value switch
    {
        0 => Key.Space.WithCtrl,
        '\b' or 0x7f => Key.Backspace,
        '\t' => Key.Tab,
        '\r' or '\n' => Key.Enter,
        Esc => Key.Esc,
        < 0x20 => new Key((KeyCode)(rune.Value + 0x40)).WithCtrl,
        < 0x10000 => new Key((char)rune.Value),
        _ => new Key((KeyCode)rune.Value),
    };
}

using System.Text;
using Ftop.Tui.Terminal.Keyboard;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;

namespace Ftop.Tui.Tests;

public sealed class KeyDecoderTests
{
    private static readonly DateTime Start = new(2000, 1, 1);

    /// <summary>What each key sends, on which terminals, and what it is.</summary>
    private static readonly (string Bytes, string Keys)[] Table =
    [
        // Characters.
        ("q", "q"), ("Q", "Q"), ("?", "?"), ("/", "/"), ("\\", "\\"), ("<", "<"), (">", ">"), ("+", "+"), ("-", "-"), (" ", "Space"), ("0", "0"),
        ("é", "é"), ("漢", "漢"), ("😀", "😀"),
        ("\r", "Enter"), ("\n", "Enter"), ("\t", "Tab"), ("\x7f", "Backspace"), ("\b", "Backspace"), ("\0", "Ctrl+Space"),
        ("\x01", "Ctrl+A"), ("\x0c", "Ctrl+L"), ("\x1a", "Ctrl+Z"), ("\x1c", "Ctrl+\\"),
        // Cursor keys: normal, application mode, rxvt with Shift and Ctrl, xterm with modifiers.
        ("\e[A", "CursorUp"), ("\e[B", "CursorDown"), ("\e[C", "CursorRight"), ("\e[D", "CursorLeft"),
        ("\eOA", "CursorUp"), ("\eOB", "CursorDown"), ("\eOC", "CursorRight"), ("\eOD", "CursorLeft"),
        ("\e[a", "Shift+CursorUp"), ("\e[d", "Shift+CursorLeft"), ("\eOa", "Ctrl+CursorUp"), ("\eOd", "Ctrl+CursorLeft"),
        ("\e[1;2A", "Shift+CursorUp"), ("\e[1;3B", "Alt+CursorDown"), ("\e[1;5C", "Ctrl+CursorRight"), ("\e[1;6D", "Ctrl+Shift+CursorLeft"),
        // Home, End and the six keys: xterm, VT220, rxvt, linux.
        ("\e[H", "Home"), ("\e[F", "End"), ("\eOH", "Home"), ("\eOF", "End"), ("\e[1~", "Home"), ("\e[4~", "End"), ("\e[7~", "Home"), ("\e[8~", "End"),
        ("\e[2~", "Insert"), ("\e[3~", "Delete"), ("\e[5~", "PageUp"), ("\e[6~", "PageDown"), ("\e[5;5~", "Ctrl+PageUp"), ("\e[1;5H", "Ctrl+Home"),
        ("\e[7$", "Shift+Home"), ("\e[8^", "Ctrl+End"), ("\e[5@", "Ctrl+Shift+PageUp"),
        ("\e[Z", "Shift+Tab"),
        // Function keys: VT100 PF keys, linux, xterm and VT220, rxvt, modifiers.
        ("\eOP", "F1"), ("\eOQ", "F2"), ("\eOR", "F3"), ("\eOS", "F4"), ("\e[P", "F1"), ("\e[S", "F4"),
        ("\e[[A", "F1"), ("\e[[B", "F2"), ("\e[[C", "F3"), ("\e[[D", "F4"), ("\e[[E", "F5"),
        ("\e[11~", "F1"), ("\e[12~", "F2"), ("\e[13~", "F3"), ("\e[14~", "F4"), ("\e[15~", "F5"), ("\e[17~", "F6"), ("\e[18~", "F7"), ("\e[19~", "F8"),
        ("\e[20~", "F9"), ("\e[21~", "F10"), ("\e[23~", "F11"), ("\e[24~", "F12"), ("\e[25~", "F13"), ("\e[34~", "F20"),
        ("\e[15;2~", "Shift+F5"), ("\e[1;2P", "Shift+F1"), ("\e[1;2R", "Shift+F3"), ("\eO5P", "Ctrl+F1"), ("\eO1;5P", "Ctrl+F1"), ("\e[23^", "Ctrl+F11"),
        // The keypad in application mode: VT100.
        ("\eOM", "Enter"), ("\eOp", "0"), ("\eOy", "9"), ("\eOk", "+"), ("\eOm", "-"), ("\eOj", "*"), ("\eOo", "/"), ("\eOn", "."), ("\eOX", "="),
        // modifyOtherKeys and CSI u.
        ("\e[27;5;108~", "Ctrl+L"), ("\e[113u", "q"), ("\e[108;5u", "Ctrl+L"), ("\e[27u", "Esc"), ("\e[13;1:1u", "Enter"),
        // Answers, mouse, paste marks, focus, unknown: nobody's keys.
        ("\e[24;80R", ""), ("\e[?62;22c", ""), ("\e[0n", ""), ("\e[200~", ""), ("\e[I", ""), ("\e[99~", ""), ("\e[[Z", ""), ("\e[<0;10;20M", ""), ("\e[?1u", ""),
        // Esc and a character that begins no sequence: both were typed.
        ("\eq", "Esc q"), ("\e\e[A", "Esc CursorUp"), ("\e1", "Esc 1"), ("\e\r", "Esc Enter"), ("\eOz", "Esc O z"), ("\eD", "Esc D"), ("\e?", "Esc ?"),
    ];

    public static TheoryData<string, string> Sequences
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string bytes, string keys) in Table)
            {
                data.Add(Escape(bytes), keys);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void Sequence_IsTheKey_HoweverItIsSplit(string escaped, string keys)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Unescape(escaped));
        var decoder = new Recorder();
        Assert.Equal(keys, decoder.Feed(bytes));
        for (int split = 1; split < bytes.Length; split++)
        {
            decoder = new Recorder();
            decoder.Feed(bytes.AsSpan(0, split));
            decoder.Wait(60);
            Assert.Equal(keys, decoder.Feed(bytes.AsSpan(split)));
            Assert.False(decoder.Decoder.IsPending);
        }

        decoder = new Recorder();
        foreach (byte value in bytes)
        {
            decoder.Wait(70);
            decoder.Feed([value]);
        }

        Assert.Equal(keys, decoder.Keys);
    }

    [Fact]
    public void AllSequencesInOneRead_AreAllKeys()
    {
        var decoder = new Recorder();
        string keys = decoder.Feed(Encoding.UTF8.GetBytes(string.Concat(Table.Select(entry => entry.Bytes))));
        Assert.Equal(string.Join(' ', Table.Select(entry => entry.Keys).Where(text => text.Length > 0)), keys);
    }

    [Theory]
    [InlineData("\e", "Esc")]
    [InlineData("\e[", "Esc [")]
    [InlineData("\eO", "Esc O")]
    [InlineData("\e\e", "Esc Esc")]
    [InlineData("\e[1;", "")]
    [InlineData("\e[[", "")]
    [InlineData("\e[15", "")]
    public void BeginningWithoutEnd_IsDecidedByTime(string bytes, string keys)
    {
        var decoder = new Recorder();
        string early = decoder.Feed(Encoding.UTF8.GetBytes(bytes));
        Assert.True(decoder.Decoder.IsPending);
        decoder.Wait(79);
        Assert.Equal(early, decoder.Feed([]));
        decoder.Wait(1);
        Assert.Equal(keys, decoder.Feed([]));
        Assert.False(decoder.Decoder.IsPending);
        Assert.Equal((keys + " q").Trim(), decoder.Feed("q"u8));
    }

    [Fact]
    public void EscThenAKeyLater_AreTwoKeys()
    {
        var decoder = new Recorder();
        decoder.Feed("\e"u8);
        decoder.Wait(150);
        Assert.Equal("Esc [ A", decoder.Feed("[A"u8));
    }

    [Theory]
    [InlineData(0, 80)]
    [InlineData(1_500_000, 80)]
    [InlineData(115200, 86)]
    [InlineData(38400, 260)]
    [InlineData(9600, 1041)]
    [InlineData(300, 1500)]
    public void SlowLine_GetsMoreTime(int lineRateBaud, int timeoutMs) =>
        Assert.Equal(timeoutMs, (int)new KeyDecoder(_ => { }, lineRateBaud).EscTimeout.TotalMilliseconds);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 20)]
    [InlineData(115200, 50)]
    [InlineData(9600, 1)]
    [InlineData(9600, 100)]
    [InlineData(9600, 1000)]
    [InlineData(300, 1000)]
    public void BytesThatComeApart_AreTheKey(int lineRateBaud, int gapMs)
    {
        foreach ((string bytes, string keys) in Table)
        {
            var decoder = new Recorder(lineRateBaud);
            foreach (byte value in Encoding.UTF8.GetBytes(bytes))
            {
                decoder.Wait(gapMs);
                decoder.Feed([value]);
            }

            Assert.Equal(keys, decoder.Keys);
        }
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(9600, 1)]
    [InlineData(9600, 300)]
    [InlineData(9600, 3000)]
    public void KeyAfterAnEsc_IsNeverEaten(int lineRateBaud, int gapMs)
    {
        foreach (Key key in Keys.Table.SelectMany(entry => entry.Keys).Where(key => key.AsRune.Value is > ' ' and < 0x7f))
        {
            var decoder = new Recorder(lineRateBaud);
            decoder.Feed("\e"u8);
            decoder.Wait(gapMs);
            decoder.Feed([(byte)key.AsRune.Value]);
            decoder.Wait((int)decoder.Decoder.EscTimeout.TotalMilliseconds + 1); // Esc [ begins most sequences: only time tells that it was typed
            Assert.Equal("Esc " + Recorder.Name(key), decoder.Feed([]));
        }
    }

    [Fact]
    public void BrokenUtf8_LosesOnlyItself()
    {
        var decoder = new Recorder();
        Assert.Equal("q CursorUp x", decoder.Feed([0xff, (byte)'q', 0xe2, 0x94, 0x1b, (byte)'[', (byte)'A', 0x80, (byte)'x']));
    }

    [Fact]
    public void EscInsideASequence_BeginsAnother()
    {
        var decoder = new Recorder();
        Assert.Equal("CursorDown", decoder.Feed("\e[1;\e[B"u8));
    }

    [Fact]
    public void Noise_NeverStopsTheDecoder()
    {
        var random = new Random(3);
        var decoder = new Recorder();
        byte[] bytes = new byte[64];
        for (int round = 0; round < 5000; round++)
        {
            random.NextBytes(bytes);
            bytes[random.Next(64)] = 0x1b;
            bytes[random.Next(64)] = (byte)'[';
            decoder.Feed(bytes.AsSpan(0, random.Next(64)));
        }

        decoder.Wait(1000);
        decoder.Feed([]);
        Assert.EndsWith(" q", decoder.Feed("q"u8), StringComparison.Ordinal);
    }

    private static string Escape(string text) =>
        string.Concat(text.Select(character => character < ' ' || character == '\x7f' ? $"\\x{(int)character:x2}" : $"{character}"));

    private static string Unescape(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, @"\\x([0-9a-f]{2})", match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());

    private sealed class Recorder
    {
        private readonly List<string> _keys = [];
        private DateTime _now = Start;

        public Recorder(int lineRateBaud = 0) => Decoder = new KeyDecoder(key => _keys.Add(Name(key)), lineRateBaud);

        public KeyDecoder Decoder { get; }

        public string Keys => string.Join(' ', _keys);

        public string Feed(ReadOnlySpan<byte> bytes)
        {
            Decoder.Feed(bytes, _now);
            return Keys;
        }

        public void Wait(int ms) => _now = _now.AddMilliseconds(ms);

        public static string Name(Key key)
        {
            if (key.NoAlt.NoCtrl.NoShift.KeyCode is >= KeyCode.A and <= KeyCode.Z && !key.IsCtrl && !key.IsAlt)
            {
                return key.AsRune.ToString();
            }

            return key.ToString();
        }
    }
}

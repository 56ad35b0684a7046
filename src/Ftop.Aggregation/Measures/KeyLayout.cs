using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Measures;

/// <summary>
/// How the key of a row is read off records of one event. One number is the key itself; text, and two fields, are interned: 8 bytes a number, a byte of length
/// before text.
/// </summary>
internal sealed class KeyLayout
{
    private const int MaxTextBytes = 64;
    private const int MaxFields = 2;

    private readonly NumberReader _number;
    private readonly Part[] _parts;
    private readonly bool _isInterned;
    private readonly bool _isCpu;

    private KeyLayout(ImmutableArray<KeyKind> kinds, Part[] parts, NumberReader number)
    {
        (Kinds, _parts, _number) = (kinds, parts, number);
        _isInterned = IsInterned(kinds);
        _isCpu = kinds is [KeyKind.Cpu];
    }

    /// <summary>Of the fields.</summary>
    public ImmutableArray<KeyKind> Kinds { get; }

    /// <summary>Whether keys of such fields are numbers of an interner.</summary>
    public static bool IsInterned(ImmutableArray<KeyKind> kinds) => kinds is not [not KeyKind.Text];

    /// <summary>The layout of a key in an event.</summary>
    /// <param name="key">One field or two.</param>
    /// <param name="format">The event.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    /// <param name="layout">Null where there is a fault.</param>
    /// <param name="missing">The field that the event lacks.</param>
    public static bool TryMake(ImmutableArray<KeyField> key, EventFormat format, bool bigEndian, out KeyLayout? layout, out string missing)
    {
        (layout, missing) = (null, key.FirstOrDefault(field => KindOf(field, format) is null)?.Field ?? "");
        if (missing.Length > 0)
        {
            return false;
        }

        ImmutableArray<KeyKind> kinds = [.. key.Select(field => KindOf(field, format)!.Value)];
        Part[] parts = [.. key.Select((field, i) => new Part(
            kinds[i], format.Find(field.Field) is FormatField found ? new FieldReader(found, bigEndian) : default, field.Constant is null ? null : Encoding.UTF8.GetBytes(field.Constant)))];
        layout = new KeyLayout(kinds, parts, format.Find(key[0].Field) is { Kind: FieldKind.Scalar } number ? new NumberReader(number, bigEndian) : default);
        return true;
    }

    /// <summary>Reads the key; false where the record is too short for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> record, int cpu, KeyInterner interner, out ulong key)
    {
        if (_isInterned)
        {
            return TryIntern(record, cpu, interner, out key);
        }

        if (_isCpu)
        {
            key = (ulong)cpu;
            return true;
        }

        bool isRead = _number.TryRead(record, out long number);
        key = (ulong)number;
        return isRead;
    }

    private bool TryIntern(ReadOnlySpan<byte> record, int cpu, KeyInterner interner, out ulong key)
    {
        Span<byte> bytes = stackalloc byte[MaxFields * (1 + MaxTextBytes)];
        int length = 0;
        key = 0;
        foreach (Part part in _parts)
        {
            if (part.Kind == KeyKind.Text)
            {
                ReadOnlySpan<byte> text = part.Constant;
                if (part.Constant is null && !part.Reader.TryReadText(record, out text))
                {
                    return false;
                }

                text = text[..Math.Min(text.Length, MaxTextBytes)];
                bytes[length++] = (byte)text.Length;
                text.CopyTo(bytes[length..]);
                length += text.Length;
                continue;
            }

            long number = cpu;
            if (part.Kind != KeyKind.Cpu && !part.Reader.TryReadInteger(record, out number))
            {
                return false;
            }

            BinaryPrimitives.WriteInt64LittleEndian(bytes[length..], number);
            length += sizeof(long);
        }

        key = interner.Intern(bytes[..length]);
        return true;
    }

    private static KeyKind? KindOf(KeyField key, EventFormat format) => key switch
    {
        { Constant: not null } => KeyKind.Text,
        { Field: KeyField.CpuField } => KeyKind.Cpu,
        _ => format.Find(key.Field) switch
        {
            { IsText: true } => KeyKind.Text,
            { Kind: not FieldKind.Scalar } or null => null,
            _ when key.IsTask || key.Field == "common_pid" => KeyKind.Task,
            { TypeText: "dev_t" } => KeyKind.Device,
            { IsPointer: true } => KeyKind.Symbol,
            _ => KeyKind.Number,
        },
    };

    private readonly record struct Part(KeyKind Kind, FieldReader Reader, byte[]? Constant);
}

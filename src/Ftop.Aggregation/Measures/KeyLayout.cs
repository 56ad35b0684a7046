using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Ftop.Decoding.Formats;
using Ftop.Decoding.PrintFmt;

namespace Ftop.Aggregation.Measures;

/// <summary>
/// How the key of a row is read off records of one event. One number is the key itself; text, and two fields, are interned as <see cref="KeyBytes"/>.
/// </summary>
internal sealed class KeyLayout
{
    private readonly NumberReader _number;
    private readonly KeyFieldReader[] _readers;
    private readonly bool _isInterned;
    private readonly bool _isCpu;

    private KeyLayout(ImmutableArray<KeyKind> kinds, KeyFieldReader[] readers, NumberReader number)
    {
        (Kinds, _readers, _number) = (kinds, readers, number);
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
    /// <param name="longSizeBytes">The traced kernel's long.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    /// <param name="layout">Null where there is a fault.</param>
    /// <param name="missing">The field that the event lacks.</param>
    public static bool TryMake(ImmutableArray<KeyField> key, EventFormat format, int longSizeBytes, bool bigEndian, out KeyLayout? layout, out string missing)
    {
        (layout, missing) = (null, key.FirstOrDefault(field => KindOf(field, format, longSizeBytes, bigEndian) is null)?.Field ?? "");
        if (missing.Length > 0)
        {
            return false;
        }

        ImmutableArray<KeyKind> kinds = [.. key.Select(field => KindOf(field, format, longSizeBytes, bigEndian)!.Value)];
        KeyFieldReader[] readers = [.. key.Zip(kinds, (field, kind) => new KeyFieldReader(field, kind, format, bigEndian))];
        layout = new KeyLayout(kinds, readers, format.Find(key[0].Field) is { Kind: FieldKind.Scalar } number ? new NumberReader(number, bigEndian) : default);
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
        Span<byte> bytes = stackalloc byte[KeyBytes.Most];
        int length = 0;
        foreach (ref readonly KeyFieldReader reader in _readers.AsSpan())
        {
            if (!reader.TryAppend(record, cpu, bytes, ref length))
            {
                key = 0;
                return false;
            }
        }

        key = interner.Intern(bytes[..length]);
        return true;
    }

    // Null where the event has no such field, or none that can be shown so.
    private static KeyKind? KindOf(KeyField key, EventFormat format, int longSizeBytes, bool bigEndian) => key switch
    {
        { Constant: not null } or { Field: KeyField.EventField } => KeyKind.Text,
        { Field: KeyField.CpuField } => KeyKind.Cpu,
        _ => format.Find(key.Field) switch
        {
            null => null,
            { IsText: true } => key.As is null or KeyKind.Text ? KeyKind.Text : null,
            { Kind: not FieldKind.Scalar } => null,
            _ when key.As is KeyKind shown => shown == KeyKind.Text ? null : shown,
            _ when key.IsTask => KeyKind.Task,
            { TypeText: "dev_t" } => KeyKind.Device,
            FormatField field when field.IsPointer || FieldNames.IsSymbol(format, field, longSizeBytes, bigEndian) => KeyKind.Symbol,
            _ => KeyKind.Number,
        },
    };
}

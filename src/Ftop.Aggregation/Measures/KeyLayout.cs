using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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
    private readonly FieldReader[] _readers;
    private readonly bool _isInterned;

    /// <param name="kinds">Of the fields.</param>
    /// <param name="fields">One or two.</param>
    /// <param name="bigEndian">Byte order of the traced machine.</param>
    public KeyLayout(ImmutableArray<KeyKind> kinds, IEnumerable<FormatField> fields, bool bigEndian)
    {
        Kinds = kinds;
        _readers = [.. fields.Select(field => new FieldReader(field, bigEndian))];
        _isInterned = IsInterned(kinds);
        _number = _isInterned ? default : new NumberReader(fields.First(), bigEndian);
    }

    /// <summary>Of the fields.</summary>
    public ImmutableArray<KeyKind> Kinds { get; }

    /// <summary>Whether keys of such fields are numbers of an interner.</summary>
    public static bool IsInterned(ImmutableArray<KeyKind> kinds) => kinds is not [not KeyKind.Text];

    /// <summary>Reads the key; false where the record is too short for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> record, KeyInterner interner, out ulong key)
    {
        if (_isInterned)
        {
            return TryIntern(record, interner, out key);
        }

        bool isRead = _number.TryRead(record, out long number);
        key = (ulong)number;
        return isRead;
    }

    private bool TryIntern(ReadOnlySpan<byte> record, KeyInterner interner, out ulong key)
    {
        Span<byte> bytes = stackalloc byte[MaxFields * (1 + MaxTextBytes)];
        int length = 0;
        key = 0;
        for (int i = 0; i < _readers.Length; i++)
        {
            if (Kinds[i] == KeyKind.Text)
            {
                if (!_readers[i].TryReadText(record, out ReadOnlySpan<byte> text))
                {
                    return false;
                }

                text = text[..Math.Min(text.Length, MaxTextBytes)];
                bytes[length++] = (byte)text.Length;
                text.CopyTo(bytes[length..]);
                length += text.Length;
            }
            else if (_readers[i].TryReadInteger(record, out long number))
            {
                BinaryPrimitives.WriteInt64LittleEndian(bytes[length..], number);
                length += sizeof(long);
            }
            else
            {
                return false;
            }
        }

        key = interner.Intern(bytes[..length]);
        return true;
    }
}

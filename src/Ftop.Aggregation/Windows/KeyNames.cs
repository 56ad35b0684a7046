using System.Collections.Immutable;
using System.Text;
using Ftop.Aggregation.Measures;
using Ftop.Decoding;
using Ftop.Decoding.PrintFmt;

namespace Ftop.Aggregation.Windows;

/// <summary>What the keys of one measure stand for; looked up once for each key, but for tasks, which change their names.</summary>
internal sealed class KeyNames(MeasureSlot slot)
{
    private const int ShiftOfMajor = 20; // include/linux/kdev_t.h MINORBITS

    private readonly Dictionary<ulong, ImmutableArray<KeyPart>> _known = [];
    private TraceMetadata? _metadata;

    /// <summary>Forgets names that other metadata gave.</summary>
    public void Use(TraceMetadata metadata)
    {
        if (!ReferenceEquals(_metadata, metadata))
        {
            _metadata = metadata;
            _known.Clear();
        }
    }

    /// <summary>The parts of a key.</summary>
    public ImmutableArray<KeyPart> Of(ulong key)
    {
        if (_known.TryGetValue(key, out ImmutableArray<KeyPart> known))
        {
            return known;
        }

        ImmutableArray<KeyPart> parts = Read(key);
        if (!slot.Kinds.Contains(KeyKind.Task))
        {
            _known.Add(key, parts);
        }

        return parts;
    }

    private ImmutableArray<KeyPart> Read(ulong key)
    {
        if (slot.Kinds.IsEmpty || (KeyLayout.IsInterned(slot.Kinds) && key is KeyInterner.Others or 0))
        {
            return [];
        }

        if (!KeyLayout.IsInterned(slot.Kinds))
        {
            return [Part(0, slot.Kinds[0], (long)key)];
        }

        ReadOnlySpan<byte> bytes = slot.Interner[key];
        ImmutableArray<KeyPart>.Builder parts = ImmutableArray.CreateBuilder<KeyPart>(slot.Kinds.Length);
        for (int i = 0; i < slot.Kinds.Length; i++)
        {
            KeyKind kind = KeyBytes.Take(ref bytes, out long number, out ReadOnlySpan<byte> text);
            parts.Add(kind == KeyKind.Text ? new KeyPart(slot.Measure.Key[i].Name, null, Encoding.UTF8.GetString(text)) : Part(i, kind, number));
        }

        return parts.ToImmutable();
    }

    private KeyPart Part(int field, KeyKind kind, long number)
    {
        string name = slot.Measure.Key[field].Name;
        return kind switch
        {
            KeyKind.Task => new KeyPart(name, number, _metadata!.Tasks.CommOf((int)number)) { IsTask = true },
            KeyKind.Device => new KeyPart(name, null, DeviceName((uint)number)),
            KeyKind.Symbol => new KeyPart(name, null, SymbolName((ulong)number)),
            KeyKind.Cpu => new KeyPart(name, number, null),
            _ => new KeyPart(name, number, slot.NamesOf(field) is FieldNames names ? names.Of(number) : null),
        };
    }

    private string DeviceName(uint device)
    {
        (uint major, uint minor) = (device >> ShiftOfMajor, device & ((1u << ShiftOfMajor) - 1));
        return _metadata!.Devices.Value.Find(major, minor) ?? $"{major},{minor}";
    }

    private string SymbolName(ulong address)
    {
        Decoding.Symbols.SymbolTable symbols = _metadata!.Symbols.Value;
        int index = symbols.Find(address);
        return index < 0 ? $"0x{address:x}" : symbols.Name(index);
    }
}

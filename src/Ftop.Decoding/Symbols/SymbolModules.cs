using System.Text;

namespace Ftop.Decoding.Symbols;

/// <summary>Names of modules by a number of 16 bits.</summary>
internal sealed class SymbolModules
{
    /// <summary>Number of the kernel itself, whose name is empty.</summary>
    public const ushort Kernel = 0;

    private readonly List<byte[]> _names = [[]];
    private readonly List<string> _texts = [""];
    private readonly Dictionary<string, ushort> _numbers = new(StringComparer.Ordinal) { [""] = Kernel };
    private ushort _latest;

    public string Name(ushort number) => _texts[number];

    public ReadOnlyMemory<byte> Bytes(ushort number) => _names[number];

    /// <summary>The number of a name; that of the kernel once there are as many as numbers.</summary>
    public ushort NumberOf(ReadOnlySpan<byte> name)
    {
        // The symbols of a module follow one another, so the one before is nearly always the right one.
        if (name.SequenceEqual(_names[_latest]))
        {
            return _latest;
        }

        string text = Encoding.UTF8.GetString(name);
        if (!_numbers.TryGetValue(text, out _latest) && _names.Count <= ushort.MaxValue)
        {
            _latest = (ushort)_names.Count;
            _names.Add(name.ToArray());
            _texts.Add(text);
            _numbers.Add(text, _latest);
        }

        return _latest;
    }
}

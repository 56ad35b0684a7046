using System.Runtime.InteropServices;
using System.Text;

namespace Ftop.Decoding.Symbols;

/// <summary>Takes <c>/proc/kallsyms</c> in chunks of any size and makes a <see cref="SymbolTable"/> of it. For one use.</summary>
public sealed class SymbolTableBuilder
{
    private const int ModulesToExcl = ushort.MaxValue + 1;

    private readonly List<ulong> _addresses = [];
    private readonly List<int> _nameOffsets = [];
    private readonly List<ushort> _moduleIndexes = [];
    private readonly List<byte> _names = [];
    private readonly List<byte> _partialLine = [];
    private readonly List<string> _modules = [""];
    private byte[] _latestModule = [];
    private ushort _latestModuleIndex;
    private bool _anyAddress;

    /// <summary>Takes the next bytes; a line may go on in the next chunk. What is no symbol's line is skipped.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            int newline = chunk.IndexOf((byte)'\n');
            if (newline < 0)
            {
                _partialLine.AddRange(chunk);
                return;
            }

            if (_partialLine.Count == 0)
            {
                AddLine(chunk[..newline]);
            }
            else
            {
                _partialLine.AddRange(chunk[..newline]);
                AddLine(CollectionsMarshal.AsSpan(_partialLine));
                _partialLine.Clear();
            }

            chunk = chunk[(newline + 1)..];
        }
    }

    /// <summary>The table of all that was added.</summary>
    public SymbolTable Build()
    {
        AddLine(CollectionsMarshal.AsSpan(_partialLine));
        _partialLine.Clear();
        if (!_anyAddress)
        {
            return new SymbolTable([], [], [], [], [""], hiddenAddresses: _addresses.Count > 0);
        }

        ulong[] addresses = [.. _addresses];
        int[] order = new int[addresses.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // Stable by address: the kernel's own symbols come sorted already, modules and BPF programs after them.
        if (!IsAscending(addresses))
        {
            Array.Sort(addresses, order);
        }

        int count = KeepOnePerAddress(addresses, order);
        Array.Resize(ref addresses, count);
        int[] nameOffsets = new int[count];
        ushort[] moduleIndexes = new ushort[count];
        for (int i = 0; i < count; i++)
        {
            nameOffsets[i] = _nameOffsets[order[i]];
            moduleIndexes[i] = _moduleIndexes[order[i]];
        }

        return new SymbolTable(addresses, nameOffsets, moduleIndexes, [.. _names], [.. _modules], hiddenAddresses: false);
    }

    private void AddLine(ReadOnlySpan<byte> line)
    {
        if (!KallsymsLine.TryParse(line, out KallsymsLine symbol) || !symbol.IsPlace)
        {
            return;
        }

        _anyAddress |= symbol.Address != 0;
        _addresses.Add(symbol.Address);
        _nameOffsets.Add(_names.Count);
        _moduleIndexes.Add(ModuleIndex(symbol.Module));
        _names.AddRange(symbol.Name);
        _names.Add(0);
    }

    // The symbols of a module follow one another, so the one before is nearly always the right one.
    private ushort ModuleIndex(ReadOnlySpan<byte> module)
    {
        if (module.SequenceEqual(_latestModule))
        {
            return _latestModuleIndex;
        }

        string name = Encoding.UTF8.GetString(module);
        int index = _modules.IndexOf(name);
        if (index < 0 && _modules.Count < ModulesToExcl)
        {
            index = _modules.Count;
            _modules.Add(name);
        }

        _latestModule = module.ToArray();
        _latestModuleIndex = (ushort)Math.Max(index, 0);
        return _latestModuleIndex;
    }

    // Of several symbols at one address the first in the file counts, but one that begins with __ only if all do.
    private int KeepOnePerAddress(ulong[] addresses, int[] order)
    {
        int kept = 0;
        for (int i = 0; i < addresses.Length; i++)
        {
            if (kept == 0 || addresses[i] != addresses[kept - 1])
            {
                addresses[kept] = addresses[i];
                order[kept++] = order[i];
            }
            else if (Rank(order[i]) < Rank(order[kept - 1]))
            {
                order[kept - 1] = order[i];
            }
        }

        return kept;
    }

    private long Rank(int index)
    {
        int name = _nameOffsets[index];
        bool reserved = _names[name] == '_' && _names[name + 1] == '_';
        return index + (reserved ? 1L << 32 : 0);
    }

    private static bool IsAscending(ulong[] addresses)
    {
        for (int i = 1; i < addresses.Length; i++)
        {
            if (addresses[i] < addresses[i - 1])
            {
                return false;
            }
        }

        return true;
    }
}

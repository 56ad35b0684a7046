using System.Runtime.InteropServices;

namespace Ftop.Decoding.Symbols;

/// <summary>Takes <c>/proc/kallsyms</c> in chunks of any size and makes a <see cref="SymbolTable"/> of it. For one use.</summary>
public sealed class SymbolTableBuilder
{
    private const int MaxLineBytes = 4096;

    private readonly ReadOnlyMemory<byte> _text;
    private readonly List<ulong> _addresses = [];
    private readonly List<int> _nameOffsets = [];
    private readonly List<ushort> _moduleIndexes = [];
    private readonly List<byte> _names = [];
    private readonly List<byte> _partialLine = [];
    private readonly SymbolModules _modules = new();
    private readonly SymbolLandmarks _landmarks = new();
    private bool _anyAddress;
    private bool _isTruncated;
    private int _textOffset;

    /// <summary>Keeps the names it is given.</summary>
    public SymbolTableBuilder()
    {
    }

    /// <param name="text">All that will be added, in one piece; names stay there.</param>
    internal SymbolTableBuilder(ReadOnlyMemory<byte> text)
    {
        _text = text;
        int symbols = Math.Min(text.Span.Count((byte)'\n') + 1, SymbolTable.MaxSymbols);
        _addresses.Capacity = _nameOffsets.Capacity = _moduleIndexes.Capacity = symbols;
    }

    /// <summary>Takes the next bytes; a line may go on in the next chunk. What is no symbol's line is skipped.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        while (!chunk.IsEmpty)
        {
            _textOffset = _text.IsEmpty ? 0 : _text.Length - chunk.Length;
            int newline = chunk.IndexOf((byte)'\n');
            if (newline < 0)
            {
                _partialLine.AddRange(chunk[..Math.Min(chunk.Length, Math.Max(0, MaxLineBytes - _partialLine.Count))]);
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
            return new SymbolTable([], [], [], default, new SymbolModules(), new SymbolLandmarks(), hiddenAddresses: _addresses.Count > 0);
        }

        ulong[] addresses = [.. _addresses];
        int[] order = new int[addresses.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // By address and, as the file's order says which name of an address counts, by place: the kernel's own symbols come sorted already, modules and BPF
        // programs after them.
        if (!IsAscending(addresses))
        {
            Array.Sort(addresses, order);
            SortAliases(addresses, order);
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

        return new SymbolTable(addresses, nameOffsets, moduleIndexes, _text.IsEmpty ? _names.ToArray() : _text, _modules, _landmarks, hiddenAddresses: false)
        {
            IsTruncated = _isTruncated,
        };
    }

    private void AddLine(ReadOnlySpan<byte> line)
    {
        if (!KallsymsLine.TryParse(line, out KallsymsLine symbol) || !symbol.IsPlace)
        {
            return;
        }

        if (_addresses.Count == SymbolTable.MaxSymbols)
        {
            _isTruncated = true;
            return;
        }

        _anyAddress |= symbol.Address != 0;
        _addresses.Add(symbol.Address);
        _moduleIndexes.Add(_modules.NumberOf(symbol.Module));
        _landmarks.Note(symbol.Name, symbol.Address);
        if (_text.IsEmpty)
        {
            _nameOffsets.Add(_names.Count);
            _names.AddRange(symbol.Name);
            _names.Add(0);
        }
        else
        {
            _nameOffsets.Add(_textOffset + symbol.NameIndex);
        }
    }

    // The first in the file counts, as the kernel's search goes down to the first of an address.
    private static int KeepOnePerAddress(ulong[] addresses, int[] order)
    {
        int kept = 0;
        for (int i = 0; i < addresses.Length; i++)
        {
            if (addresses[i] != 0 && (kept == 0 || addresses[i] != addresses[kept - 1]))
            {
                addresses[kept] = addresses[i];
                order[kept++] = order[i];
            }
        }

        return kept;
    }

    private static void SortAliases(ulong[] addresses, int[] order)
    {
        for (int start = 0, end; start < addresses.Length; start = end)
        {
            for (end = start + 1; end < addresses.Length && addresses[end] == addresses[start]; end++)
            {
            }

            if (end - start > 1)
            {
                Array.Sort(order, start, end - start);
            }
        }
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

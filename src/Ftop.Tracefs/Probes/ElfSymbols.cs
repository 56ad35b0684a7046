using System.Globalization;
using ELFSharp.ELF;
using ELFSharp.ELF.Sections;
using ELFSharp.ELF.Segments;

namespace Ftop.Tracefs.Probes;

/// <summary>Where a function of a program or library is in its file: what uprobes are told by, as the kernel knows no symbols of files.</summary>
internal static class ElfSymbols
{
    private const string NoElf = "no ELF file, so it has no symbols; expected PATH:OFFSET";

    /// <summary>The offset of the symbol and what was added to it, as in <c>0x98930</c>.</summary>
    /// <exception cref="ProbeException">The file cannot be read, or has no such function.</exception>
    public static string OffsetOf(ProbeDefinition definition)
    {
        ProbePlace place = definition.Place;
        string path = place.Path!; // only of places in files
        if (!TryReadAdded(place.Offset, out long added))
        {
            throw Fault(definition, place.Symbol.ColumnNumber + place.Symbol.Text.Length, $"'{place.Offset}' is no number of bytes; expected one as in +0x10");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            if (!ELFReader.TryLoad(file, shouldOwnStream: false, out IELF elf))
            {
                throw Fault(definition, place.Word.ColumnNumber, $"{path} is {NoElf}");
            }

            using (elf)
            {
                long offset = OffsetOf(definition, elf) + added;
                return string.Create(CultureInfo.InvariantCulture, $"0x{offset:x}");
            }
        }
        catch (Exception e) when (e is IOException and not ProbeException or UnauthorizedAccessException)
        {
            throw Fault(definition, place.Word.ColumnNumber, File.Exists(path) ? $"{path} cannot be read" : $"there is no file {path}");
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or OverflowException or FormatException or NotSupportedException)
        {
            throw Fault(definition, place.Word.ColumnNumber, $"{path} is no ELF file as it should be; expected PATH:OFFSET"); // the reader's answers to a damaged one
        }
    }

    private static long OffsetOf(ProbeDefinition definition, IELF elf)
    {
        ProbeWord symbol = definition.Place.Symbol;
        ISymbolTable[] tables = [.. elf.Sections.OfType<ISymbolTable>()];
        ISymbolEntry[] named = [.. tables.SelectMany(table => table.Entries).Where(entry => entry.Name == symbol.Text && entry.PointedSectionIndex != 0)];
        if (named.FirstOrDefault(entry => entry.Type == SymbolType.Function) is not ISymbolEntry function)
        {
            bool isChosenLater = named.Any(entry => (int)entry.Type == IndirectFunction);
            string reason = isChosenLater
                ? $"{symbol.Text} is chosen among several when the program starts (ifunc); expected one of those, as 'nm' names them, or PATH:OFFSET"
                : $"{definition.Place.Path} has no function {symbol.Text}{Near(symbol.Text, tables)}";
            throw Fault(definition, symbol.ColumnNumber, reason);
        }

        (ulong address, (ulong Start, ulong Length, long Offset)[] loaded) = function switch
        {
            SymbolEntry<ulong> wide => (wide.Value, [.. elf.Segments.OfType<Segment<ulong>>().Where(IsLoaded).Select(segment => (segment.Address, (ulong)segment.FileSize, (long)segment.Offset))]),
            SymbolEntry<uint> narrow => ((ulong)narrow.Value, [.. elf.Segments.OfType<Segment<uint>>().Where(IsLoaded).Select(segment => ((ulong)segment.Address, (ulong)segment.FileSize, (long)segment.Offset))]),
            _ => (0UL, Array.Empty<(ulong, ulong, long)>()),
        };
        foreach ((ulong start, ulong length, long offset) in loaded)
        {
            if (address >= start && address - start < length)
            {
                return (long)(address - start) + offset;
            }
        }

        throw Fault(definition, symbol.ColumnNumber, $"{symbol.Text} is in no part of {definition.Place.Path} that is loaded; expected PATH:OFFSET");
    }

    private const int IndirectFunction = 10; // STT_GNU_IFUNC of elf.h

    private static bool IsLoaded(ISegment segment) => segment.Type == SegmentType.Load;

    private static string Near(string name, ISymbolTable[] tables) => tables.Length == 0
        ? ": it is stripped of all symbols; expected PATH:OFFSET"
        : Ftop.Decoding.Text.NearNames.Tail(Ftop.Decoding.Text.NearNames.Of(name, tables.SelectMany(table => table.Entries).Where(entry => entry.Type == SymbolType.Function && entry.PointedSectionIndex != 0).Select(entry => entry.Name)));

    private static bool TryReadAdded(string text, out long added)
    {
        added = 0;
        if (text.Length == 0)
        {
            return true;
        }

        ReadOnlySpan<char> digits = text.AsSpan(1);
        bool isHex = digits.StartsWith("0x", StringComparison.Ordinal);
        bool isNumber = isHex
            ? long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out added)
            : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out added);
        added = text[0] == '-' ? -added : added;
        return isNumber;
    }

    private static ProbeException Fault(ProbeDefinition definition, int column, string reason) => new(new ProbeFault(definition.Text, column, reason));
}

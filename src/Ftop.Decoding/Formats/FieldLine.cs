using System.Globalization;

namespace Ftop.Decoding.Formats;

/// <summary>
/// One field line, as both <c>events/header_page</c> and <c>events/*/*/format</c> have it
/// (<c>kernel/trace/trace_events.c f_show</c>; <c>signed</c> is absent on old kernels, <c>special</c> marks old ftrace entries):
/// <code>field:char prev_comm[16];	offset:8;	size:16;	signed:0;</code>
/// </summary>
internal readonly ref struct FieldLine
{
    /// <summary>Type, name and array length, as written: <c>char prev_comm[16]</c>.</summary>
    public ReadOnlySpan<char> Declaration { get; private init; }

    public int DeclarationIndex { get; private init; }

    public int Offset { get; private init; }

    public int Size { get; private init; }

    /// <summary>Null where the line does not say.</summary>
    public bool? Signed { get; private init; }

    /// <summary>Reads the line that starts at <paramref name="startIndex"/> (blanks before it are skipped) and ends before <paramref name="endToExcl"/>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, int startIndex, int endToExcl, out FieldLine line, out TextDiagnostic diagnostic)
    {
        line = default;
        int index = SkipBlanks(text, startIndex, endToExcl);
        if (!text[index..endToExcl].StartsWith("field"))
        {
            diagnostic = TextDiagnostic.At(text, index, "expected 'field:'");
            return false;
        }

        int colon = text[index..endToExcl].IndexOf(':');
        int semicolon = colon < 0 ? -1 : text[(index + colon)..endToExcl].IndexOf(';');
        if (semicolon < 0)
        {
            diagnostic = TextDiagnostic.At(text, index, "expected 'field:TYPE NAME;'");
            return false;
        }

        int declarationIndex = index + colon + 1;
        int next = index + colon + semicolon;
        ReadOnlySpan<char> declaration = text[declarationIndex..next];
        next++;
        if (!TryNumber(text, ref next, endToExcl, "offset", out int offset, out diagnostic)
            || !TryNumber(text, ref next, endToExcl, "size", out int size, out diagnostic))
        {
            return false;
        }

        bool? signed = null;
        int rest = SkipBlanks(text, next, endToExcl);
        if (rest < endToExcl)
        {
            if (!TryNumber(text, ref next, endToExcl, "signed", out int flag, out diagnostic))
            {
                return false;
            }

            signed = flag != 0;
        }

        line = new FieldLine { Declaration = declaration, DeclarationIndex = declarationIndex, Offset = offset, Size = size, Signed = signed };
        return true;
    }

    private static bool TryNumber(
        ReadOnlySpan<char> text, ref int index, int endToExcl, ReadOnlySpan<char> key, out int value, out TextDiagnostic diagnostic)
    {
        value = 0;
        diagnostic = default;
        int start = SkipBlanks(text, index, endToExcl);
        ReadOnlySpan<char> rest = text[start..endToExcl];
        int semicolon = rest.IndexOf(';');
        if (!rest.StartsWith(key) || rest.Length <= key.Length || rest[key.Length] != ':' || semicolon < 0)
        {
            diagnostic = TextDiagnostic.At(text, start, $"expected '{key}:NUMBER;'");
            return false;
        }

        if (!int.TryParse(rest[(key.Length + 1)..semicolon], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out value))
        {
            diagnostic = TextDiagnostic.At(text, start + key.Length + 1, $"expected a number after '{key}:'");
            return false;
        }

        index = start + semicolon + 1;
        return true;
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int index, int endToExcl)
    {
        while (index < endToExcl && (text[index] is ' ' or '\t' or '\r'))
        {
            index++;
        }

        return index;
    }
}

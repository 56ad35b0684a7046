using System.Globalization;
using System.Text;

namespace Ftop.Decoding.Formats;

/// <summary>Turns the C declaration of a <see cref="FieldLine"/> into a <see cref="FormatField"/>.</summary>
internal static class FieldDeclaration
{
    private const string DataLoc = "__data_loc ";
    private const string RelLoc = "__rel_loc ";

    public static bool TryParse(FieldLine line, int longSizeBytes, out FormatField? field)
    {
        field = null;
        string declaration = StripAnnotations(line.Declaration);
        bool array = declaration.EndsWith(']');
        if (!TryCutLengths(ref declaration, out string length, out int stated))
        {
            return false;
        }

        int nameIndex = declaration.Length;
        while (nameIndex > 0 && (char.IsAsciiLetterOrDigit(declaration[nameIndex - 1]) || declaration[nameIndex - 1] is '_' or '.'))
        {
            nameIndex--;
        }

        string type = declaration[..nameIndex].TrimEnd();
        if (nameIndex == declaration.Length || type.Length == 0 || line.Offset < 0 || line.Size < 0)
        {
            return false;
        }

        FieldKind kind = Kind(type, array, line.Size, out string elementType);
        int elementSize = kind switch
        {
            FieldKind.Scalar => line.Size,
            FieldKind.StaticArray when !array => 1,
            _ when stated > 0 && line.Size % stated == 0 && line.Size > 0 => line.Size / stated,
            _ => TypeSize(elementType, longSizeBytes),
        };
        field = new FormatField
        {
            TypeText = array ? $"{type}[{length}]" : type,
            Name = declaration[nameIndex..],
            Offset = line.Offset,
            Size = line.Size,
            Signed = line.Signed ?? IsSigned(elementType),
            Kind = kind,
            ElementSize = elementSize,
            Count = kind is FieldKind.Scalar or FieldKind.StaticArray or FieldKind.CharArray ? line.Size / elementSize : 0,
            IsText = kind is not (FieldKind.Scalar or FieldKind.StaticArray) && IsChar(elementType),
        };
        return true;
    }

    // Takes the lengths off "TYPE NAME[2][3]": "2][3" and 6, or 0 where one of them is a macro. A length may have brackets of its own: "[sizeof(int[3])]".
    private static bool TryCutLengths(ref string declaration, out string lengths, out int product)
    {
        (lengths, product) = ("", declaration.EndsWith(']') ? 1 : 0);
        while (declaration.EndsWith(']'))
        {
            int open = declaration.Length;
            int depth = 0;
            do
            {
                if (--open < 0)
                {
                    return false;
                }

                depth += declaration[open] switch { ']' => 1, '[' => -1, _ => 0 };
            }
            while (depth > 0);
            string length = declaration[(open + 1)..^1].Trim();
            lengths = lengths.Length == 0 ? length : $"{length}][{lengths}";
            product = int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int stated) && (long)product * stated <= ushort.MaxValue ? product * stated : 0;
            declaration = declaration[..open].TrimEnd();
        }

        return true;
    }

    private static FieldKind Kind(string type, bool array, int size, out string elementType)
    {
        elementType = type;
        if (type.StartsWith(DataLoc, StringComparison.Ordinal) || type.StartsWith(RelLoc, StringComparison.Ordinal))
        {
            bool dataLoc = type.StartsWith(DataLoc, StringComparison.Ordinal);
            elementType = type[(dataLoc ? DataLoc : RelLoc).Length..].Replace("[]", "", StringComparison.Ordinal).Trim();
            return dataLoc ? FieldKind.DataLoc : FieldKind.RelLoc;
        }

        return (array, size) switch
        {
            (_, 0) => FieldKind.RestOfRecord,
            (true, _) => IsChar(type) ? FieldKind.CharArray : FieldKind.StaticArray,
            (false, 1 or 2 or 4 or 8) => FieldKind.Scalar,
            _ => FieldKind.StaticArray,
        };
    }

    // unsigned char is how the kernel spells bytes (MAC addresses, sense data); text is always plain char.
    private static bool IsChar(string type) => LastWord(type) == "char" && !type.Contains("unsigned", StringComparison.Ordinal);

    private static bool IsSigned(string type) => !type.Contains("unsigned", StringComparison.Ordinal)
        && LastWord(type) is "int" or "long" or "short" or "s8" or "s16" or "s32" or "s64" or "pid_t" or "ssize_t" or "loff_t";

    // Only reached where the line does not give it away: dynamic arrays, and lengths that are macros. Unknown types are shown as bytes.
    private static int TypeSize(string type, int longSizeBytes) => LastWord(type) switch
    {
        "short" or "u16" or "s16" or "__u16" or "__s16" or "__le16" or "__be16" or "uint16_t" or "int16_t" or "umode_t" => 2,
        "int" or "unsigned" or "u32" or "s32" or "__u32" or "__s32" or "__le32" or "__be32" or "uint32_t" or "int32_t" or "pid_t" or "gfp_t" or "dev_t" => 4,
        "u64" or "s64" or "__u64" or "__s64" or "__le64" or "__be64" or "uint64_t" or "int64_t" or "loff_t" => 8,
        "long" => type.Contains("long long", StringComparison.Ordinal) ? 8 : longSizeBytes,
        "size_t" or "ssize_t" or "cpumask_t" or "*" => longSizeBytes,
        _ => 1,
    };

    private static string LastWord(string type) => type.EndsWith('*') ? "*" : type[(type.LastIndexOf(' ') + 1)..];

    // Compilers leave address spaces and BTF tags in the type's text; kernels since 5.18 strip them themselves (trace_events.c sanitize_field_type).
    private static string StripAnnotations(ReadOnlySpan<char> text)
    {
        const string Attribute = "__attribute__";
        var kept = new StringBuilder(text.Length);
        int start;
        while ((start = text.IndexOf(Attribute)) >= 0)
        {
            kept.Append(text[..start]);
            text = text[EndOfParentheses(text, start)..];
        }

        string declaration = kept.Append(text).ToString().Trim();
        foreach (string annotation in (ReadOnlySpan<string>)["__user ", "__percpu ", "__rcu ", "__seg_gs "])
        {
            declaration = declaration.Replace(annotation, "", StringComparison.Ordinal);
        }

        return declaration;
    }

    private static int EndOfParentheses(ReadOnlySpan<char> text, int start)
    {
        int depth = 0;
        for (int i = start; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ')' && depth <= 0)
            {
                return i + 1;
            }
        }

        return text.Length;
    }
}

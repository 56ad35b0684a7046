namespace Ftop.Decoding.PrintFmt;

/// <summary>Reads the C types that casts and <c>sizeof</c> of a print fmt name.</summary>
internal static class CTypeNames
{
    /// <summary>Whether a word can only be part of a type's name.</summary>
    public static bool IsTypeWord(ReadOnlySpan<char> word) =>
        word is "unsigned" or "signed" or "const" or "volatile" or "struct" or "union" or "enum" || Size(word, 8) != 0
        || word.EndsWith("_t", StringComparison.Ordinal);

    /// <summary>The type that <paramref name="words"/> (with a trailing <c>*</c> per level of pointer) spell.</summary>
    /// <returns>False for types of unknown width, such as structs.</returns>
    public static bool TryParse(ReadOnlySpan<char> words, int longSizeBytes, out CType type)
    {
        ReadOnlySpan<char> pointee = words.TrimEnd("* ");
        int stars = words[pointee.Length..].Count('*');
        bool known = TryParseInteger(pointee, longSizeBytes, out CType integer);
        type = stars switch
        {
            0 => integer,
            1 => new CType(longSizeBytes, false, true, known ? integer.SizeBytes : 1, known && integer.Signed),
            _ => new CType(longSizeBytes, false, true, longSizeBytes),
        };
        return known || stars > 0;
    }

    private static bool TryParseInteger(ReadOnlySpan<char> words, int longSizeBytes, out CType type)
    {
        int size = 0;
        int longs = 0;
        bool signed = true;
        bool structure = false;
        foreach (Range range in words.Split(' '))
        {
            ReadOnlySpan<char> word = words[range];
            switch (word)
            {
                case "unsigned" or "uint" or "ulong" or "ushort" or "unchar" or "size_t" or "bool" or "_Bool" or "uintptr_t":
                    signed = false;
                    break;
                case "struct" or "union":
                    structure = true;
                    break;
                case "enum":
                    size = 4;
                    signed = false;
                    break;
                case "long":
                    longs++;
                    break;
            }

            if (word.Length > 1 && (word[0] == 'u' || word.StartsWith("__u", StringComparison.Ordinal) || word.StartsWith("__be", StringComparison.Ordinal)
                || word.StartsWith("__le", StringComparison.Ordinal)) && char.IsAsciiDigit(word.TrimEnd("_t")[^1]))
            {
                signed = false;
            }

            if (word is "gfp_t" or "dev_t" or "umode_t" or "fmode_t" or "blk_opf_t" or "sector_t" or "dma_addr_t" or "phys_addr_t" or "slab_flags_t"
                or "vm_fault_t" or "pgoff_t")
            {
                signed = false;
            }

            int wordSize = Size(word, longSizeBytes);
            size = wordSize == 0 || (size == 2 && word is "int") ? size : wordSize;
        }

        size = longs switch { 0 => size, 1 => longSizeBytes, _ => 8 };
        if (size == 0 && (words is "unsigned" or "signed"))
        {
            size = 4;
        }

        type = new CType(size == 0 ? 8 : size, signed);
        return size != 0 && !structure;
    }

    private static int Size(ReadOnlySpan<char> word, int longSizeBytes) => word switch
    {
        "void" or "char" or "unchar" or "bool" or "_Bool" or "u8" or "s8" or "__u8" or "__s8" or "uint8_t" or "int8_t" => 1,
        "short" or "ushort" or "u16" or "s16" or "__u16" or "__s16" or "__le16" or "__be16" or "uint16_t" or "int16_t" or "umode_t" => 2,
        "int" or "uint" or "unsigned" or "signed" or "u32" or "s32" or "__u32" or "__s32" or "__le32" or "__be32" or "uint32_t" or "int32_t" or "gfp_t"
            or "dev_t" or "pid_t" or "fmode_t" or "blk_opf_t" or "__kernel_rwf_t" or "slab_flags_t" or "vm_fault_t" or "uid_t" or "gid_t" => 4,
        "u64" or "s64" or "__u64" or "__s64" or "__le64" or "__be64" or "uint64_t" or "int64_t" or "loff_t" or "sector_t" or "dma_addr_t" or "phys_addr_t"
            or "ktime_t" or "blkcnt_t" => 8,
        "long" or "ulong" or "size_t" or "ssize_t" or "uintptr_t" or "intptr_t" or "pgoff_t" or "off_t" => longSizeBytes,
        _ => 0,
    };
}

namespace Ftop.Decoding.Text.Symbols;

/// <summary>Writes addresses the ways the kernel does (<c>kernel/kallsyms.c sprint_symbol</c>, <c>kernel/trace/trace_output.c seq_print_ip_sym</c>).</summary>
internal sealed class SymbolText(IKernelSymbols? symbols, int longSizeBytes)
{
    private const int CacheBits = 12;
    private const ulong Spread = 0x9E3779B97F4A7C15; // 2^64 divided by the golden ratio: neighbours go far apart

    private readonly Found[] _cache = new Found[1 << CacheBits];
    private ulong _codeStart;
    private ulong _codeEndToExcl;
    private bool _codeKnown;

    public int LongSizeBytes { get; } = longSizeBytes;

    public bool TryFindAddress(ReadOnlySpan<byte> name, out ulong address)
    {
        address = 0;
        return symbols is not null && symbols.TryFindAddress(name, out address);
    }

    /// <summary><c>%pS</c>: <c>vfs_read+0x10/0x80 [module]</c>.</summary>
    public void AppendSymbolOffset(TextBuffer text, ulong address, bool backtrace = false)
    {
        if (!TryFind(address - (backtrace ? 1u : 0u), out KernelSymbol symbol))
        {
            text.Append("0x"u8);
            text.AppendHex(address);
            return;
        }

        text.Append(symbol.Name.Span);
        text.Append("+0x"u8);
        text.AppendHex(symbol.Offset + (backtrace ? 1u : 0u));
        text.Append("/0x"u8);
        text.AppendHex(symbol.Size);
        AppendModule(text, symbol);
    }

    /// <summary><c>%ps</c>: <c>vfs_read [module]</c>.</summary>
    public void AppendSymbol(TextBuffer text, ulong address)
    {
        if (!TryFind(address, out KernelSymbol symbol))
        {
            text.Append("0x"u8);
            text.AppendHex(address);
            return;
        }

        text.Append(symbol.Name.Span);
        AppendModule(text, symbol);
    }

    /// <summary>An instruction pointer in a line of the function tracer or a stack: by the options <c>sym-offset</c> and <c>sym-addr</c>.</summary>
    public void AppendIp(TextBuffer text, ulong address, TextOption options)
    {
        if (address == 0)
        {
            text.Append((byte)'0');
            return;
        }

        ref readonly Found found = ref Find(address);
        if (!found.IsKnown)
        {
            text.Append("0x"u8);
            text.AppendHex(address, 8);
        }
        else if (found.IsTrampoline)
        {
            text.Append("[unknown/kretprobe'd]"u8);
        }
        else if ((options & TextOption.SymOffset) != 0)
        {
            AppendSymbolOffset(text, address);
        }
        else
        {
            text.Append(found.Symbol.Name.Span);
        }

        if ((options & TextOption.SymAddr) != 0)
        {
            AppendAddress(text, address);
        }
    }

    /// <summary><c> &lt;ffffffff81363fa0&gt;</c>.</summary>
    public void AppendAddress(TextBuffer text, ulong address)
    {
        text.Append(" <"u8);
        text.AppendHex(address, 2 * LongSizeBytes);
        text.Append((byte)'>');
    }

    /// <summary>Whether an address lies in the kernel's or a module's code (<c>kernel/extable.c kernel_text_address</c>).</summary>
    public bool IsCode(ulong address)
    {
        if (!_codeKnown)
        {
            _codeKnown = true;
            _ = TryFindAddress("_stext"u8, out _codeStart) && TryFindAddress("_etext"u8, out _codeEndToExcl);
        }

        return (address >= _codeStart && address < _codeEndToExcl) || (TryFind(address, out KernelSymbol symbol) && !symbol.Module.IsEmpty);
    }

    /// <summary>Whether an address is the kernel's: in the upper half, or, where the kernel itself is in the lower (s390x has address spaces of their own for it), in its code.</summary>
    public bool IsOfKernel(ulong address) => (LongSizeBytes == 4 ? (uint)address > int.MaxValue : (long)address < 0)
        || (TryFindAddress("_stext"u8, out ulong start) && (LongSizeBytes == 4 ? start <= int.MaxValue : (long)start > 0) && IsCode(address));

    private static bool IsKretprobeTrampoline(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("arch_rethook_trampoline"u8) || name.SequenceEqual("__kretprobe_trampoline"u8) || name.SequenceEqual("kretprobe_trampoline"u8);

    private static void AppendModule(TextBuffer text, in KernelSymbol symbol)
    {
        if (!symbol.Module.IsEmpty)
        {
            text.Append(" ["u8);
            text.Append(symbol.Module.Span);
            text.Append((byte)']');
        }
    }

    private bool TryFind(ulong address, out KernelSymbol symbol)
    {
        ref readonly Found found = ref Find(address);
        symbol = found.Symbol;
        return found.IsKnown;
    }

    // Traces name few addresses again and again.
    private ref readonly Found Find(ulong address)
    {
        ref Found found = ref _cache[(int)(unchecked(address * Spread) >> (64 - CacheBits))];
        if (found.Address != address)
        {
            KernelSymbol symbol = default;
            bool isKnown = symbols?.TryFind(address, out symbol) ?? false;
            found = new Found(address, isKnown, isKnown && symbol.Offset == 0 && IsKretprobeTrampoline(symbol.Name.Span), symbol);
        }

        return ref found;
    }

    private readonly record struct Found(ulong Address, bool IsKnown, bool IsTrampoline, KernelSymbol Symbol);
}

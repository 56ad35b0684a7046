namespace Ftop.Decoding.Text.Symbols;

/// <summary>Resolves kernel addresses as the kernel's <c>kallsyms_lookup</c> does.</summary>
public interface IKernelSymbols
{
    /// <summary>The symbol that <paramref name="address"/> lies in. False outside all known symbols.</summary>
    bool TryFind(ulong address, out KernelSymbol symbol);

    /// <summary>The address of the first symbol of that name, of those that are looked for by name. False if there is none.</summary>
    bool TryFindAddress(ReadOnlySpan<byte> name, out ulong address);
}

/// <summary>The symbol that an address lies in.</summary>
/// <param name="Name">Untrusted text, without the module.</param>
/// <param name="Offset">Bytes from the symbol's start to the address.</param>
/// <param name="Size">Bytes to the next symbol.</param>
/// <param name="Module">Empty for the kernel itself.</param>
public readonly record struct KernelSymbol(ReadOnlyMemory<byte> Name, ulong Offset, ulong Size, ReadOnlyMemory<byte> Module);

namespace Ftop.Decoding.Text.Symbols;

/// <summary>The symbol that an address lies in.</summary>
/// <param name="Name">Untrusted text, without the module.</param>
/// <param name="Offset">Bytes from the symbol's start to the address.</param>
/// <param name="Size">Bytes to the next symbol.</param>
/// <param name="Module">Empty for the kernel itself.</param>
public readonly record struct KernelSymbol(ReadOnlyMemory<byte> Name, ulong Offset, ulong Size, ReadOnlyMemory<byte> Module);

using System.Buffers.Binary;

namespace Ftop.EndToEnd.Tests;

/// <summary>A 32-bit program for x86, as small as elf(5) allows, so that no 32-bit compiler is needed: it calls getppid so many times and exits.</summary>
internal sealed class CompatProgram : IDisposable
{
    /// <summary>Number of getppid in the i386 ABI; in that of x86-64 it is semget's.</summary>
    public const int GetppidNumber = 64;

    private const int LoadAddress = 0x0804_8000;
    private const short HeaderBytes = 52;
    private const short SegmentBytes = 32;

    public CompatProgram(int calls)
    {
        byte[] code =
        [
            0xbf, 0, 0, 0, 0, //               mov edi, calls
            0xb8, GetppidNumber, 0, 0, 0, // 1: mov eax, getppid
            0xcd, 0x80, //                     int 0x80
            0x4f, //                           dec edi
            0x75, 0xf6, //                     jnz 1b
            0x31, 0xdb, //                     xor ebx, ebx
            0xb8, 1, 0, 0, 0, //               mov eax, exit
            0xcd, 0x80, //                     int 0x80
        ];
        BinaryPrimitives.WriteInt32LittleEndian(code.AsSpan(1), calls);
        File.WriteAllBytes(Path, [.. Header(), .. Segment(HeaderBytes + SegmentBytes + code.Length), .. code]);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ftop-compat-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(Path);

    private static byte[] Header() =>
    [
        0x7f, .. "ELF"u8, 1, 1, 1, .. new byte[9], // 32 bits, little-endian
        .. Words16(2, 3), // an executable, of the 386
        .. Words32(1, LoadAddress + HeaderBytes + SegmentBytes, HeaderBytes, 0, 0),
        .. Words16(HeaderBytes, SegmentBytes, 1, 0, 0, 0),
    ];

    private static byte[] Segment(int size) => Words32(1, 0, LoadAddress, LoadAddress, size, size, 5, 0x1000); // loaded, readable and executable

    private static byte[] Words16(params short[] words) => [.. words.SelectMany(BitConverter.GetBytes)];

    private static byte[] Words32(params int[] words) => [.. words.SelectMany(BitConverter.GetBytes)];
}

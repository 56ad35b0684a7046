using Ftop.Decoding.Files;

namespace Ftop.TraceDat.Writing;

/// <summary>Sub-buffers that are not in the file because nothing more fits.</summary>
/// <param name="Bytes">Of them; 0 where all are in it.</param>
/// <param name="Errno">Why, one of those of <see cref="FileErrno.IsFull"/>; 0 where all are in it.</param>
public readonly record struct LeftOut(long Bytes, int Errno)
{
    /// <summary>As in <c>the disk is full: 4096 bytes of sub-buffers did not fit; free some space, or name another place</c>.</summary>
    public override string ToString() => $"{FileErrno.Words(Errno)}: {Bytes} bytes of sub-buffers did not fit; {FileErrno.Remedy(Errno)}";
}

namespace Ftop.TraceDat.Writing;

/// <summary>One CPU's sub-buffers, wherever they are kept until a trace.dat takes them.</summary>
public abstract class RecordedPages
{
    /// <param name="cpu">The kernel's CPU number.</param>
    protected RecordedPages(int cpu) => Cpu = cpu;

    /// <summary>The kernel's CPU number.</summary>
    public int Cpu { get; }

    /// <summary>Bytes of all sub-buffers, a multiple of their size.</summary>
    public abstract long SizeBytes { get; }

    /// <summary>Appends all sub-buffers to <paramref name="output"/>.</summary>
    /// <exception cref="IOException">Reading or writing failed; a part may be written.</exception>
    public abstract void CopyTo(Stream output);
}

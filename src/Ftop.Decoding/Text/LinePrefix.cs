namespace Ftop.Decoding.Text;

/// <summary>What a line begins with, <c>              dd-1234    [001] </c>, for the lines of the same task on the same CPU that follow.</summary>
internal struct LinePrefix
{
    private const int MostBytes = 128;

    private byte[]? _bytes;
    private int _length;
    private int _pid;
    private int _cpu;

    /// <summary>False where it is another's, or nothing was kept.</summary>
    public readonly bool TryAppend(TextBuffer text, int pid, int cpu)
    {
        if (_length == 0 || _pid != pid || _cpu != cpu)
        {
            return false;
        }

        text.Append(_bytes.AsSpan(0, _length));
        return true;
    }

    /// <summary>Keeps what was written of a task on a CPU.</summary>
    public void Keep(ReadOnlySpan<byte> written, int pid, int cpu)
    {
        (_length, _pid, _cpu) = (0, pid, cpu);
        if (written.Length <= MostBytes)
        {
            written.CopyTo(_bytes ??= new byte[MostBytes]);
            _length = written.Length;
        }
    }
}

namespace Ftop.Decoding.Text;

/// <summary>A part of a line that most of the lines that follow have as well: <c>              dd-1234    [001] </c>, <c>d..2. </c>, <c> 7652.</c></summary>
internal struct KeptText
{
    private const int MostBytes = 128;

    private byte[]? _bytes;
    private int _length;
    private ulong _key;

    /// <summary>False where it is another's, or nothing was kept.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="key">What it is made from.</param>
    public readonly bool TryAppend(TextBuffer text, ulong key)
    {
        if (_length == 0 || _key != key)
        {
            return false;
        }

        text.Append(_bytes.AsSpan(0, _length));
        return true;
    }

    /// <summary>Keeps what was written.</summary>
    /// <inheritdoc cref="TryAppend"/>
    public void Keep(ReadOnlySpan<byte> written, ulong key)
    {
        (_length, _key) = (0, key);
        if (written.Length <= MostBytes)
        {
            written.CopyTo(_bytes ??= new byte[MostBytes]);
            _length = written.Length;
        }
    }
}

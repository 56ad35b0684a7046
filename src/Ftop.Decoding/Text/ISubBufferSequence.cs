namespace Ftop.Decoding.Text;

/// <summary>The sub-buffers of one CPU, oldest first, read one at a time so that a recording of any size fits into memory.</summary>
public interface ISubBufferSequence : IDisposable
{
    /// <summary>Copies the next sub-buffer to <paramref name="destination"/>, which has room for one.</summary>
    /// <returns>Bytes copied, fewer than a sub-buffer if the recording ends early; 0 at the end.</returns>
    int Read(Span<byte> destination);

    /// <summary>Goes back to the first sub-buffer.</summary>
    void Rewind();
}

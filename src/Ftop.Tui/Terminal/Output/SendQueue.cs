using System.Buffers.Text;

namespace Ftop.Tui.Terminal.Output;

/// <summary>Bytes on their way to the line: composed at the end, taken from the front. Grows to the largest frame and stays.</summary>
internal sealed class SendQueue
{
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Bytes that the line has not taken; valid until the next change.</summary>
    public ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start, _end - _start);

    public int Length => _end - _start;

    public void Add(byte value)
    {
        Reserve(1);
        _bytes[_end++] = value;
    }

    public void Add(ReadOnlySpan<byte> values)
    {
        Reserve(values.Length);
        values.CopyTo(_bytes.AsSpan(_end));
        _end += values.Length;
    }

    public void AddNumber(int value)
    {
        Reserve(11);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_end), out int length);
        _end += length;
    }

    /// <summary>Takes the first <paramref name="length"/> bytes, which the line now has.</summary>
    public void Take(int length)
    {
        _start += length;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    private void Reserve(int length)
    {
        if (_end + length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _end + length));
        }
    }
}

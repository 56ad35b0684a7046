using System.Buffers;
using System.Text;
using Ftop.Output;
using Ftop.TraceDat.Writing;

namespace Ftop.Reporting;

/// <summary>A stream that ends at a terminal: task names and strings of a recording are anybody's bytes, and none of them may steer it.</summary>
/// <param name="terminal">Takes the text, in which what is not printable, but tab and newline, became <c>?</c>.</param>
internal sealed class PlainStream(Stream terminal) : WriteOnlyStream
{
    /// <summary>Writes whole lines.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        byte[] plain = ArrayPool<byte>.Shared.Rent(buffer.Length);
        int length = 0;
        while (!buffer.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(buffer, out Rune rune, out int consumed);
            if (status == OperationStatus.Done && (rune.Value is '\n' or '\t' || PlainText.IsPrintable(rune)))
            {
                buffer[..consumed].CopyTo(plain.AsSpan(length));
                length += consumed;
            }
            else
            {
                plain[length++] = (byte)'?';
            }

            buffer = buffer[consumed..];
        }

        terminal.Write(plain.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(plain);
    }

    public override void Flush() => terminal.Flush();
}

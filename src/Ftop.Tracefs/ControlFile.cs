using System.Text;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs;

/// <summary>
/// One control file of tracefs. A token is one write(2), as the kernel parses one from each (<c>trace_get_user</c>); what a write does not take is
/// offered again; an error may come only from close(2), where filters are applied. Every failure is a <see cref="TracefsException"/>.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="journal">Keeps the old value before the first change; null where removing the instance undoes it.</param>
internal sealed class ControlFile(string path, UndoJournal? journal = null)
{
    public string Path { get; } = path;

    public bool Exists => File.Exists(Path);

    /// <summary>The whole text, without the newline at its end.</summary>
    public string ReadText()
    {
        int errno = TryReadText(out string text);
        return errno == 0 ? text : throw Remedy.Explain(Path, "read", errno);
    }

    /// <returns>0, or the errno.</returns>
    public int TryReadText(out string text)
    {
        int errno = TryReadBytes(out byte[] bytes);
        text = Encoding.UTF8.GetString(bytes).TrimEnd('\n');
        return errno;
    }

    /// <summary>The whole text as it is.</summary>
    /// <returns>0, or the errno.</returns>
    public int TryReadBytes(out byte[] text)
    {
        text = [];
        int errno = OpenFile.TryOpen(Path, Libc.ReadOnly, out OpenFile file);
        if (errno != 0)
        {
            return errno;
        }

        byte[] bytes = new byte[4096];
        int length = 0;
        int count;
        while ((errno = file.TryRead(bytes.AsSpan(length), out count)) == 0 && count > 0)
        {
            length += count;
            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, 2 * length);
            }
        }

        file.Close();
        text = bytes[..length];
        return errno;
    }

    /// <summary>Replaces the value by one token; an empty one clears it.</summary>
    public void Write(string token) => Check($"write '{token}'", TryWrite(token));

    /// <summary>Adds one token to a list such as <c>set_event_pid</c>.</summary>
    public void Append(string token) => Check($"add '{token}'", TryWriteTokens([token], Libc.Append, out _));

    /// <summary>Replaces the value by a list of tokens, each with its own write(2); an empty list clears it.</summary>
    public void Replace(IEnumerable<string> tokens) => Check("write", TryWriteTokens(tokens, Libc.Truncate, out string refused), refused);

    /// <returns>0, or the errno.</returns>
    public int TryWrite(string token) => TryWriteTokens(token.Length == 0 ? [] : [token], Libc.Truncate, out _);

    private void Check(string operation, int errno, string refused = "")
    {
        if (errno != 0)
        {
            throw Remedy.Explain(Path, refused.Length == 0 ? operation : $"{operation} '{refused}'", errno);
        }
    }

    private int TryWriteTokens(IEnumerable<string> tokens, int flags, out string refused)
    {
        refused = "";
        journal?.KeepValue(this);
        int errno = OpenFile.TryOpen(Path, Libc.WriteOnly | flags, out OpenFile file);
        if (errno != 0)
        {
            return errno;
        }

        foreach (string token in tokens)
        {
            errno = WriteWhole(file, Encoding.UTF8.GetBytes(token + "\n"));
            if (errno != 0)
            {
                refused = token;
                break;
            }
        }

        int closeErrno = file.Close();
        return errno != 0 ? errno : closeErrno;
    }

    private static int WriteWhole(OpenFile file, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int errno = file.TryWrite(bytes, out int taken);
            if (errno != 0)
            {
                return errno;
            }

            if (taken == 0)
            {
                return ErrnoNumber.Invalid; // the kernel took nothing and says nothing: it never will
            }

            bytes = bytes[taken..];
        }

        return 0;
    }
}

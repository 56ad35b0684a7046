using System.Text;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Watching;

/// <summary>
/// One control file that others may change, and what it was after ftop's own last change. Looked at once in a window: nothing is allocated while it
/// reads as before.
/// </summary>
/// <param name="path">Where it is.</param>
/// <param name="say">From what it was and what it is to a line for the operator; null where the difference means nothing.</param>
/// <param name="wanted">What it should be; null for what it is when it is first looked at.</param>
internal sealed class WatchedFile(string path, Func<string, string, string?> say, byte[]? wanted = null)
{
    private readonly KeptFile _file = new(path);
    private readonly byte[]? _wantedAtFirst = wanted;
    private byte[]? _wanted = wanted;
    private byte[]? _found;

    /// <summary>What to say of it; null while it is as it was.</summary>
    public string? Notice { get; private set; }

    /// <summary>What it was when it was last looked at.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Looks again.</summary>
    /// <param name="buffer">Scratch, grown as needed.</param>
    /// <returns>Whether <see cref="Notice"/> changed.</returns>
    public bool Look(ref byte[] buffer)
    {
        string? before = Notice;
        if (TryRead(ref buffer, out int length) != 0)
        {
            return false;
        }

        ReadOnlySpan<byte> text = buffer.AsSpan(0, length);
        if (_wanted is null)
        {
            _wanted = text.ToArray();
            Text = Decode(_wanted);
        }
        else if (text.SequenceEqual(_wanted))
        {
            Text = _found is null ? Text : Decode(_wanted);
            (_found, Notice) = (null, null);
        }
        else if (_found is null || !text.SequenceEqual(_found))
        {
            _found = text.ToArray();
            Text = Decode(_found);
            Notice = say(Decode(_wanted), Text);
        }

        return before != Notice;
    }

    /// <summary>After an own change: what that changed is wanted; what others had changed before still is not.</summary>
    /// <inheritdoc cref="Look"/>
    public bool Adopt(ref byte[] buffer)
    {
        if ((_found ?? _wanted) is not byte[] before || TryRead(ref buffer, out int length) != 0 || buffer.AsSpan(0, length).SequenceEqual(before))
        {
            return false;
        }

        bool hadNotice = Notice is not null;
        (_wanted, _found, Notice) = (buffer.AsSpan(0, length).ToArray(), null, null);
        Text = Decode(_wanted);
        return hadNotice;
    }

    /// <summary>It does not matter now.</summary>
    /// <inheritdoc cref="Look"/>
    public bool Forget()
    {
        bool hadNotice = Notice is not null;
        (_wanted, _found, Notice) = (_wantedAtFirst, null, null);
        return hadNotice;
    }

    private static string Decode(byte[] text) => Encoding.UTF8.GetString(text).TrimEnd('\n');

    /// <summary>Closes it: it is not looked at any more.</summary>
    public void Close() => _file.Close();

    // Not there, or not for us to read, is none of this: the kernel's own checks say so elsewhere.
    private int TryRead(ref byte[] buffer, out int length) => _file.TryRead(ref buffer, out length);
}

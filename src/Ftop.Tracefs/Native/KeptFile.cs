namespace Ftop.Tracefs.Native;

/// <summary>
/// A small text that is read again and again, by one pread(2) each time: the kernel makes it anew for each read from its begin. An instance cannot be removed
/// while it is open. For one caller at a time.
/// </summary>
internal sealed class KeptFile(string path)
{
    // The kernel hands out up to a page a read and never ends one between lines that would fit: what is shorter by more than any line is the whole.
    private const int WholeBelowBytes = 1024;
    private OpenFile _file;
    private bool _isOpen;
    private bool _isClosed;

    public string Path { get; } = path;

    /// <param name="buffer">Takes the text; grown as needed.</param>
    /// <param name="length">Of the text.</param>
    /// <returns>0, or the errno.</returns>
    public int TryRead(ref byte[] buffer, out int length)
    {
        length = 0;
        int errno = TryOpen();
        int count = 0;
        while (errno == 0 && (errno = _file.TryReadAt(buffer.AsSpan(length), length, out count)) == 0 && count > 0)
        {
            length += count;
            if (length < WholeBelowBytes)
            {
                break;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * length);
            }
        }

        return errno;
    }

    /// <summary>Closes it for good: later reads are refused.</summary>
    public void Close()
    {
        _isClosed = true;
        if (_isOpen)
        {
            _isOpen = false;
            _ = _file.Close(); // opened to read: nothing to report
        }
    }

    private int TryOpen()
    {
        if (_isOpen)
        {
            return 0;
        }

        int errno = _isClosed ? ErrnoNumber.NoEntry : OpenFile.TryOpen(Path, Libc.ReadOnly, out _file);
        _isOpen = errno == 0;
        return errno;
    }
}

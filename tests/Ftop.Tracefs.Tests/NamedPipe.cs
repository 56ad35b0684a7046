using System.Runtime.InteropServices;

namespace Ftop.Tracefs.Tests;

/// <summary>A FIFO in place of a <c>trace_pipe_raw</c> that poll(2) waits for; it stays open for writing, so that there is no end.</summary>
internal sealed partial class NamedPipe : IDisposable
{
    private readonly FileStream _stream;

    public NamedPipe(FakeTracefs tracefs, int cpu)
    {
        Path = System.IO.Path.Combine(tracefs.Root, $"fifo{cpu}");
        Assert.Equal(0, MakeFifo(Path, 0x180));
        _stream = new FileStream(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    }

    public string Path { get; }

    /// <summary>Writes a sub-buffer.</summary>
    /// <param name="commitBytes">What it holds.</param>
    public void Write(int commitBytes)
    {
        byte[] bytes = new byte[4096];
        BitConverter.TryWriteBytes(bytes.AsSpan(8), (long)commitBytes);
        _stream.Write(bytes);
    }

    public void Dispose() => _stream.Dispose();

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}

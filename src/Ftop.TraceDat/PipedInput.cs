using Ftop.Decoding.Files;
using Ftop.TraceDat.Writing;

namespace Ftop.TraceDat;

/// <summary>
/// A recording that comes through a pipe, as in <c>ssh board cat trace.dat | ftop report /dev/stdin</c>: it is read in many places, so it is copied to a
/// file without a name in the directory for temporary files, which goes with the process.
/// </summary>
internal sealed class PipedInput : IDisposable
{
    private const string Remedy = "set TMPDIR to a directory with room for the recording, or name a file";
    private readonly OutputFileStream _copy;

    private PipedInput(OutputFileStream copy) => (_copy, Path) = (copy, $"/proc/self/fd/{copy.Handle.DangerousGetHandle()}");

    /// <summary>Where the copy can be opened, until <see cref="Dispose"/>.</summary>
    public string Path { get; }

    /// <summary>Copies all of a pipe that begins as a trace.dat does.</summary>
    /// <param name="pipe">Read to its end.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <exception cref="TraceDatException">It is no trace.dat.</exception>
    /// <exception cref="FileException">There is no room for the copy.</exception>
    public static PipedInput Copy(FileStream pipe, string path)
    {
        Span<byte> head = stackalloc byte[TraceDatFile.Magic.Length];
        int length = pipe.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (!head[..length].SequenceEqual(TraceDatFile.Magic))
        {
            throw new TraceDatException(path, 0, length == 0 ? "nothing comes through the pipe" : "expected a trace.dat (17 08 44)");
        }

        string name = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ftop-{Guid.NewGuid():N}");
        OutputFileStream copy;
        try
        {
            copy = OutputFileStream.CreateNew(name);
            OutputFileStream.Remove(name);
        }
        catch (FileException refused)
        {
            throw FileException.Of(name, refused.Operation, refused, Remedy);
        }

        try
        {
            copy.Write(head);
            pipe.CopyTo(copy, 1 << 16);
            return new PipedInput(copy);
        }
        catch (FileException full)
        {
            copy.Dispose();
            throw new FileException(full.Path, full.Operation, full.Errno, Remedy);
        }
    }

    public void Dispose() => _copy.Dispose();
}

using System.Runtime.InteropServices;
using Ftop.Decoding.Files;
using Microsoft.Win32.SafeHandles;

namespace Ftop.TraceDat.Writing;

/// <summary>
/// The directory of a file that is to be written, opened step by step, so that no link is followed where others could have put it: in a directory such as
/// <c>/tmp</c>. In one's own directories links lead where they lead.
/// </summary>
public sealed class OutputDirectory : IDisposable
{
    private readonly SafeFileHandle _directory;
    private readonly string _path;
    private readonly FileStatus _status;

    private OutputDirectory(SafeFileHandle directory, string path)
    {
        (_directory, _path) = (directory, path);
        _status = FileStatus.Of(directory, path);
    }

    /// <summary>Whether somebody else may put files and links into it.</summary>
    internal bool OthersCanWrite => _status.OthersCanWrite;

    /// <summary>Opens the directory of <paramref name="path"/>.</summary>
    /// <exception cref="FileException">It is not there, or a link leads to it that others could have put there.</exception>
    internal static OutputDirectory Of(string path)
    {
        bool isAbsolute = path.StartsWith('/');
        string[] steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var directory = new OutputDirectory(Open(Posix.AtCurrentDirectory, isAbsolute ? "/" : ".", isAbsolute ? "/" : ".", 0), isAbsolute ? "/" : ".");
        for (int i = 0; i < steps.Length - 1; i++)
        {
            using OutputDirectory parent = directory;
            string next = (isAbsolute ? "/" : "") + string.Join('/', steps[..(i + 1)]);
            directory = parent.Enter(steps[i], next);
        }

        return directory;
    }

    /// <summary>Makes a directory, mode 0700, where it is not there, for files that no link of others' may lead elsewhere.</summary>
    /// <exception cref="FileException">The kernel's refusal, or others can write in it or lead it elsewhere.</exception>
    public static void Make(string path)
    {
        const uint Private = 0x1c0; // 0700
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is string parent)
            {
                Directory.CreateDirectory(parent);
            }

            if (Posix.MakeDirectory(path, Private) < 0 && Marshal.GetLastPInvokeError() is int errno and not FileErrno.Exists)
            {
                throw new FileException(path, "mkdir", errno);
            }
        }
        catch (Exception refused) when (FileException.IsOfFile(refused))
        {
            throw FileException.Of(path, "mkdir", refused);
        }

        using OutputDirectory made = Of(Path.Combine(path, "file"));
        if (made.OthersCanWrite)
        {
            throw FileException.Refusal(path, "open", "others can write in it, and could lead what is written elsewhere", "name a new directory");
        }
    }

    /// <summary>Opens a file in it for writing.</summary>
    /// <param name="path">Its name alone counts; the rest is for messages.</param>
    /// <param name="flags">Of open(2), beside those for writing.</param>
    /// <param name="mode">Permissions of a new one, as the umask allows.</param>
    /// <exception cref="FileException">The kernel's refusal, or it is a link or a foreign file in a directory that others can write.</exception>
    internal SafeFileHandle OpenFile(string path, int flags, uint mode)
    {
        int descriptor = Posix.OpenAt((int)_directory.DangerousGetHandle(), NameOf(path), Posix.WriteOnly | Posix.CloseOnExec | flags | NoFollow, mode);
        if (descriptor < 0)
        {
            throw Refusal(path, "open", Marshal.GetLastPInvokeError());
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        FileStatus status = FileStatus.Of(file, path);
        bool isOnesOwn = status.UserId == Posix.EffectiveUserId() || status.UserId == _status.UserId;
        if (OthersCanWrite && status.IsRegular && (status.Links > 1 || !isOnesOwn))
        {
            file.Dispose();
            string whose = isOnesOwn ? "has another name elsewhere" : $"is that of uid {status.UserId}";
            throw FileException.Refusal(path, "open", $"others can write in {_path}, and this file {whose}", "name another file with -o");
        }

        return file;
    }

    /// <summary>Removes a file, or a link, by its name.</summary>
    /// <exception cref="FileException">The kernel's refusal; that it is not there is none.</exception>
    internal void Remove(string path)
    {
        const int NoEntry = 2;
        if (Posix.UnlinkAt(_directory, NameOf(path), 0) < 0 && Marshal.GetLastPInvokeError() is int errno and not NoEntry)
        {
            throw new FileException(path, "remove", errno);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Dispose();

    private int NoFollow => OthersCanWrite ? Posix.NoFollow : 0;

    private static string NameOf(string path) => Path.GetFileName(path.TrimEnd('/')) is { Length: > 0 } name ? name : ".";

    private OutputDirectory Enter(string name, string path)
    {
        try
        {
            return new OutputDirectory(Open((int)_directory.DangerousGetHandle(), name, path, NoFollow), path);
        }
        catch (FileException) when (OthersCanWrite && FileStatus.IsLink(_directory, name))
        {
            throw Refusal(path, "open", FileErrno.Loop);
        }
    }

    private FileException Refusal(string path, string operation, int errno) => OthersCanWrite && errno == FileErrno.Loop
        ? FileException.Refusal(path, operation, $"it is a link, and others can write in {_path}: it may lead anywhere", "name the file that is meant")
        : new FileException(path, operation, errno);

    // With O_PATH alone: a directory that may be passed need not be readable.
    private static SafeFileHandle Open(int directory, string name, string path, int flags)
    {
        int descriptor = Posix.OpenAt(directory, name, Posix.PathOnly | Posix.OnlyDirectory | Posix.CloseOnExec | flags, 0);
        return descriptor < 0 ? throw new FileException(path, "open", Marshal.GetLastPInvokeError()) : new SafeFileHandle(descriptor, ownsHandle: true);
    }
}

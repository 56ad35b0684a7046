using Ftop.Decoding.Files;
using Ftop.Output;
using Ftop.TraceDat.Writing;

namespace Ftop.Recording;

/// <summary>
/// Where a recording goes that nobody named a file for: <c>trace.dat</c> in the current directory; where that is read-only in <c>$XDG_RUNTIME_DIR</c>,
/// <c>/run</c>, <c>/tmp</c> or <c>/dev/shm</c>. A file that is there is not touched: then <c>trace-1.dat</c> and so on.
/// </summary>
public static class RecordingPlace
{
    private const int MostFiles = 1000;

    /// <summary>The directories in their order.</summary>
    public static IEnumerable<string> Candidates
    {
        get
        {
            string?[] directories = [Directory.GetCurrentDirectory(), Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), "/run", "/tmp", "/dev/shm"];
            return directories.OfType<string>().Where(directory => directory.Length > 0);
        }
    }

    /// <summary>Makes an empty file and opens it.</summary>
    /// <exception cref="RefusalException">None of the directories can be written.</exception>
    public static OutputFileStream Make(IEnumerable<string> directories)
    {
        var reasons = new List<string>();
        foreach (string directory in directories)
        {
            for (int i = 0; i < MostFiles; i++)
            {
                string path = Path.Combine(directory, i == 0 ? "trace.dat" : $"trace-{i}.dat");
                if (File.Exists(path))
                {
                    continue;
                }

                try
                {
                    return OutputFileStream.CreateNew(path);
                }
                catch (FileException e) when (e.Errno == FileErrno.Exists)
                {
                    continue; // a link that leads nowhere, or another ftop was faster
                }
                catch (FileException e)
                {
                    reasons.Add($"{path}: {(e.Errno == 0 ? e.Message : FileErrno.Words(e.Errno))}");
                    break;
                }
            }
        }

        throw new RefusalException(ExitCode.Failed, $"no place to record to: {string.Join("; ", reasons)}; start ftop in a directory that can be written");
    }
}

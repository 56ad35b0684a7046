namespace Ftop.TraceDat;

/// <summary>A file whose recorder runs, or was killed: most events are beside it, in <c>FILE.cpuN</c>, and joined only at the end.</summary>
internal static class UnfinishedRecording
{
    /// <summary>Why nothing of it can be read yet, and what to do, in a line; null for a finished one.</summary>
    public static string? Reason(TraceDatFile file, string path)
    {
        bool isFinished = file.Unfinished is null
            && (file.Buffers.Any(buffer => !buffer.Cpus.IsEmpty || !buffer.LatencyText.IsEmpty) || !HasFilesBeside(path));
        return isFinished ? null
            : file.IsBeingRecorded ? $"{path}: {file.Recorder} is still recording to it: end that first, as with Ctrl-C, then try again"
            : $"{path}: the recording was not finished, as its recorder was killed: 'ftop record --recover -o {path}' joins what was recorded";
    }

    private static bool HasFilesBeside(string path)
    {
        string directory = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        return Directory.Exists(directory) && Directory.EnumerateFiles(directory, Path.GetFileName(path) + ".cpu*").Any();
    }
}

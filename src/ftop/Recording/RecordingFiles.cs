using System.Globalization;
using Ftop.TraceDat;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs;

namespace Ftop.Recording;

/// <summary>
/// The files of a recording in progress. FILE holds everything but sub-buffers from the beginning, <c>FILE.cpuN</c> and <c>FILE.INSTANCE.cpuN</c> take these,
/// and <c>FILE.part</c> keeps room on the disk for joining them. In its usual form FILE takes the first CPU's sub-buffers as they come, and at the end those of
/// the others; else all go to FILE.part, which takes FILE's place. Whatever ends the process, FILE and FILE.cpuN hold the recording, and
/// <see cref="Recover"/> joins them.
/// </summary>
internal sealed class RecordingFiles : IDisposable
{
    private const int RoomForJoiningBytes = 4 << 20;
    private readonly string _path;
    private readonly FileStream _part;
    private readonly FileStream? _growing;
    private readonly TraceDatWriter? _writer;
    private readonly CpuData? _first; // those in FILE

    private RecordingFiles(string path, FileStream part, CpuData? first) => (_path, _part, _first) = (path, part, first);

    private RecordingFiles(string path, FileStream part, FileStream growing, TraceDatWriter writer, int firstCpu)
        : this(path, part, new CpuData(firstCpu, writer.DataOffset, 0)) => (_growing, _writer) = (growing, writer);

    /// <summary>Where the sub-buffers of the first CPU of the top-level buffer go; null for a file of their own.</summary>
    public FilePlace? FirstCpu => _writer is null ? null : new FilePlace(_path, _writer.DataOffset);

    private static string PartOf(string path) => path + ".part";

    /// <summary>What a buffer's files begin with.</summary>
    public static string PrefixOf(string path, string buffer) => buffer.Length == 0 ? path : $"{path}.{buffer}";

    /// <summary>Makes FILE without any sub-buffers; one that was there is overwritten.</summary>
    /// <exception cref="RefusalException">It cannot be written there: why, and the remedy.</exception>
    public static RecordingFiles Begin(string path, TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers) => Begin(path, buffers, () =>
    {
        using FileStream output = Create(path, 0);
        _ = TraceDatWriter.Write(
            output, layout with { Version = 7, Compression = "none" }, content, [.. buffers.Select(buffer => new RecordedBufferPages(buffer.Name, buffer.Clock, []))]);
        return new RecordingFiles(path, Create(PartOf(path), output.Length + RoomForJoiningBytes), null);
    });

    /// <summary>Makes FILE so that it takes the sub-buffers of <paramref name="firstCpu"/> as they come.</summary>
    /// <exception cref="RefusalException">It cannot be written there: why, and the remedy.</exception>
    public static RecordingFiles BeginGrowing(
        string path, TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers, int firstCpu) => Begin(path, buffers, () =>
    {
        FileStream output = Create(path, 0);
        try
        {
            var writer = TraceDatWriter.Begin(output, layout, content, buffers, firstCpu);
            return new RecordingFiles(path, Create(PartOf(path), RoomForJoiningBytes), output, writer, firstCpu);
        }
        catch
        {
            output.Dispose();
            throw;
        }
    });

    /// <summary>Joins everything to FILE.</summary>
    /// <param name="layout">The form.</param>
    /// <param name="content">All but the buffers.</param>
    /// <param name="buffers">All buffers.</param>
    /// <param name="latencyTexts">What latency tracers found, by buffer.</param>
    /// <returns>Bytes of sub-buffers that were left out because the disk is full.</returns>
    public long Join(
        TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers, IReadOnlyDictionary<string, byte[]>? latencyTexts = null)
    {
        IReadOnlyList<RecordedBufferPages> pages =
        [
            .. buffers.Select(buffer => new RecordedBufferPages(buffer.Name, buffer.Clock, PagesOf(buffer.Name, layout.PageSizeBytes))
            {
                LatencyText = latencyTexts?.GetValueOrDefault(buffer.Name),
            }),
        ];
        long leftOutBytes = _writer is null ? Replace(layout, content, pages) : Complete(_writer, content, pages);
        foreach ((string name, string _) in buffers)
        {
            DeleteFilesOf(_path, name);
        }

        return leftOutBytes;
    }

    /// <summary>Joins what a killed recording left.</summary>
    /// <exception cref="RefusalException">There is nothing to join.</exception>
    public static long Recover(string path)
    {
        using var file = TraceDatFile.Open(path);
        var layout = new TraceDatLayout
        {
            BigEndian = file.BigEndian,
            LongSizeBytes = file.LongSizeBytes,
            PageSizeBytes = file.PageSizeBytes,
        };
        using var files = new RecordingFiles(path, Create(PartOf(path), 0), file.Unfinished);
        (string Name, string Clock)[] buffers = [.. file.Buffers.Select(buffer => (buffer.Name, buffer.Clock))];
        return file.Unfinished is not null || buffers.Any(buffer => FilesOf(path, buffer.Name).Count > 0)
            ? files.Join(layout, TraceDatContent.Of(file), buffers)
            : throw new RefusalException(ExitCode.BadInput, $"{path}: there is no {path}.cpu0 beside it: nothing to join; the recording is whole, or its files are elsewhere");
    }

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        _growing?.Dispose();
        _part.Dispose();
        File.Delete(PartOf(_path)); // not there after joining
    }

    // What an earlier recording left beside FILE is of no use without it.
    private static RecordingFiles Begin(string path, IEnumerable<(string Name, string Clock)> buffers, Func<RecordingFiles> make)
    {
        try
        {
            foreach ((string name, string _) in buffers)
            {
                DeleteFilesOf(path, name);
            }

            return make();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refusal(path, e);
        }
    }

    private static FileStream Create(string path, long roomBytes) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        BufferSize = 0,
        PreallocationSize = roomBytes,
    });

    private static RefusalException Refusal(string path, Exception reason)
    {
        string remedy = reason is IOException full && DiskFull.IsReason(full)
            ? "free some space, or name another place with -o, as in -o /dev/shm/trace.dat"
            : "name a place that can be written with -o, as in -o /tmp/trace.dat";
        return new RefusalException(reason is UnauthorizedAccessException ? ExitCode.NotPermitted : ExitCode.Failed, $"{path}: open: {FileFault.NameOf(reason)}: {remedy}");
    }

    private static string OldOf(string file) => file + ".old";

    private long Replace(TraceDatLayout layout, TraceDatContent content, IReadOnlyList<RecordedBufferPages> pages)
    {
        long leftOutBytes = TraceDatWriter.Write(_part, layout, content, pages);
        _part.Dispose();
        File.Move(PartOf(_path), _path, overwrite: true);
        return leftOutBytes;
    }

    private long Complete(TraceDatWriter writer, TraceDatContent content, IReadOnlyList<RecordedBufferPages> pages)
    {
        _part.Dispose();
        File.Delete(PartOf(_path)); // its room is for what is written now
        return writer.Finish(content, pages);
    }

    private List<RecordedPages> PagesOf(string buffer, int pageSizeBytes)
    {
        bool isShort = IsShortOfSpace();
        List<RecordedPages> pages = [];
        if (buffer.Length == 0 && _first is CpuData first)
        {
            var inFile = new FilePages(first.Cpu, _path, pageSizeBytes, first.Offset, first.SizeBytes, isShort);
            pages.Add(_writer is null ? inFile : new PagesInPlace(first.Cpu, inFile.SizeBytes));
        }

        foreach ((int cpu, string file) in FilesOf(_path, buffer))
        {
            var latest = new FilePages(cpu, file, pageSizeBytes, isConsumed: isShort);
            pages.Add(File.Exists(OldOf(file)) ? new PagesInTurn(new FilePages(cpu, OldOf(file), pageSizeBytes, isConsumed: isShort), latest) : latest);
        }

        return pages;
    }

    private bool IsShortOfSpace()
    {
        long wantedBytes = Directory.EnumerateFiles(DirectoryOf(_path), Path.GetFileName(_path) + ".*").Sum(file => new FileInfo(file).Length);
        wantedBytes += _writer is null && _first is not null ? new FileInfo(_path).Length : 0;
        return new DriveInfo(DirectoryOf(_path)).AvailableFreeSpace < wantedBytes + RoomForJoiningBytes;
    }

    private static void DeleteFilesOf(string path, string buffer)
    {
        foreach ((int _, string file) in FilesOf(path, buffer))
        {
            File.Delete(file);
            File.Delete(OldOf(file));
        }
    }

    private static List<(int Cpu, string File)> FilesOf(string path, string buffer)
    {
        string prefix = Path.GetFileName(PrefixOf(path, buffer)) + ".cpu";
        List<(int Cpu, string File)> files = [];
        foreach (string file in Directory.EnumerateFiles(DirectoryOf(path), prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(file).AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int cpu))
            {
                files.Add((cpu, file));
            }
        }

        files.Sort();
        return files;
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
}

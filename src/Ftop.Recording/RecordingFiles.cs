using System.Globalization;
using Ftop.Decoding.Files;
using Ftop.Output;
using Ftop.TraceDat;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs.Recording;

namespace Ftop.Recording;

/// <summary>
/// The files of a recording in progress. FILE holds everything but sub-buffers from the beginning, <c>FILE.cpuN</c> and <c>FILE.INSTANCE.cpuN</c> take these,
/// and <c>FILE.part</c> keeps room on the disk for joining them. In its usual form FILE takes the first CPU's sub-buffers as they come, and at the end those of
/// the others; else all go to FILE.part, which takes FILE's place. Whatever ends the process, FILE and FILE.cpuN hold the recording, and
/// <see cref="Recover"/> joins them.
/// </summary>
public sealed class RecordingFiles : IDisposable
{
    private const int RoomForJoiningBytes = 4 << 20;
    private const string Remedy = "name a place that can be written with -o, as in -o /tmp/trace.dat";
    private const string RemedyIfFull = "free some space, or name another place with -o, as in -o /dev/shm/trace.dat";
    private readonly OutputFileStream _file; // open all the time: its lock keeps other recorders away
    private readonly OutputFileStream _part;
    private readonly string _path;
    private readonly TraceDatWriter? _writer;
    private readonly CpuData? _first; // those in FILE
    private readonly IReadOnlyList<(string Name, string Clock)> _buffers;
    private bool _isKept; // joined, or an older recording

    private RecordingFiles(OutputFileStream file, OutputFileStream part, IReadOnlyList<(string Name, string Clock)> buffers, CpuData? first) =>
        (_file, _part, _path, _buffers, _first) = (file, part, file.FilePath, buffers, first);

    private RecordingFiles(OutputFileStream file, OutputFileStream part, IReadOnlyList<(string Name, string Clock)> buffers, TraceDatWriter writer, int firstCpu)
        : this(file, part, buffers, new CpuData(firstCpu, writer.DataOffset, 0)) => _writer = writer;

    /// <summary>Where the sub-buffers of the first CPU of the top-level buffer go; null for a file of their own.</summary>
    public FilePlace? FirstCpu => _writer is null ? null : new FilePlace(_file.Handle, _path, _writer.DataOffset);

    private static string PartOf(string path) => path + ".part";

    /// <summary>What a buffer's files begin with.</summary>
    public static string PrefixOf(string path, string buffer) => buffer.Length == 0 ? path : $"{path}.{buffer}";

    /// <summary>Makes FILE without any sub-buffers; one that was there is overwritten.</summary>
    /// <exception cref="FileException">It cannot be written there, or another program records to it.</exception>
    public static RecordingFiles Begin(string path, TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers) =>
        Begin(Open(path), layout, content, buffers);

    /// <summary>As <see cref="Begin(string, TraceDatLayout, TraceDatContent, IReadOnlyList{ValueTuple{string, string}})"/>, with a file that is open.</summary>
    public static RecordingFiles Begin(OutputFileStream file, TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers) => Begin(file, buffers, () =>
    {
        _ = TraceDatWriter.Write(
            file, layout with { Version = 7, Compression = "none" }, content, [.. buffers.Select(buffer => new RecordedBufferPages(buffer.Name, buffer.Clock, []))]);
        return new RecordingFiles(file, OutputFileStream.CreateNew(PartOf(file.FilePath), file.Length + RoomForJoiningBytes), buffers, null);
    });

    /// <summary>Makes FILE so that it takes the sub-buffers of <paramref name="firstCpu"/> as they come.</summary>
    /// <exception cref="FileException">It cannot be written there, or another program records to it.</exception>
    public static RecordingFiles BeginGrowing(
        string path, TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers, int firstCpu)
    {
        OutputFileStream file = Open(path);
        return Begin(file, buffers, () =>
        {
            var writer = TraceDatWriter.Begin(file, layout, content, buffers, firstCpu);
            return new RecordingFiles(file, OutputFileStream.CreateNew(PartOf(path), RoomForJoiningBytes), buffers, writer, firstCpu);
        });
    }

    /// <summary>Joins everything to FILE.</summary>
    /// <param name="layout">The form.</param>
    /// <param name="content">All but the buffers.</param>
    /// <param name="buffers">All buffers.</param>
    /// <param name="latencyTexts">What latency tracers found, by buffer.</param>
    /// <returns>Sub-buffers that were left out because nothing more fits.</returns>
    /// <exception cref="RefusalException">They could not be joined, and are where they were.</exception>
    public LeftOut Join(
        TraceDatLayout layout, TraceDatContent content, IReadOnlyList<(string Name, string Clock)> buffers, IReadOnlyDictionary<string, byte[]>? latencyTexts = null)
    {
        try
        {
            IReadOnlyList<RecordedBufferPages> pages =
            [
                .. buffers.Select(buffer => new RecordedBufferPages(buffer.Name, buffer.Clock, PagesOf(buffer.Name, layout.PageSizeBytes))
                {
                    LatencyText = latencyTexts?.GetValueOrDefault(buffer.Name),
                }),
            ];
            LeftOut leftOut = _writer is null ? Replace(layout, content, pages) : Complete(_writer, content, pages);
            _isKept = true;
            DeleteFilesOf(_path, buffers);
            return leftOut;
        }
        catch (Exception e) when (FileException.IsOfFile(e))
        {
            throw new RefusalException(
                ExitCode.Failed,
                $"{FileException.Of(_path, "write", e).Message}; nothing is lost: when that is done, 'ftop record --recover -o {_path}' joins what was recorded");
        }
    }

    /// <summary>Joins what a killed recording left.</summary>
    /// <exception cref="RefusalException">There is nothing to join.</exception>
    /// <exception cref="FileException">It cannot be written, or is still being recorded.</exception>
    public static LeftOut Recover(string path)
    {
        using TraceDatFile file = OpenToRecover(path);
        var layout = new TraceDatLayout
        {
            BigEndian = file.BigEndian,
            LongSizeBytes = file.LongSizeBytes,
            PageSizeBytes = file.PageSizeBytes,
        };
        (string Name, string Clock)[] buffers = [.. file.Buffers.Select(buffer => (buffer.Name, buffer.Clock))];
        if (file.Unfinished is null && !buffers.Any(buffer => FilesOf(path, buffer.Name).Count > 0))
        {
            throw new RefusalException(ExitCode.BadInput, $"{path}: there is no {path}.cpu0 beside it: nothing to join; the recording is whole, or its files are elsewhere");
        }

        using var output = OutputFileStream.OpenExisting(path);
        RemoveStalePart(PartOf(path));
        using var files = new RecordingFiles(output, OutputFileStream.CreateNew(PartOf(path)), buffers, file.Unfinished) { _isKept = true };
        return files.Join(layout, TraceDatContent.Of(file), buffers);
    }

    /// <summary>Gives the room back. A recording that was not joined stays for <see cref="Recover"/>; one without any event is removed.</summary>
    public void Dispose()
    {
        bool isEmpty = !_isKept && _file.Length <= (_writer?.DataOffset ?? long.MaxValue)
            && _buffers.All(buffer => FilesOf(_path, buffer.Name).All(file => new FileInfo(file.File).Length == 0));
        _file.Dispose();
        _part.Dispose();
        OutputFileStream.Remove(PartOf(_path)); // not there after joining
        if (isEmpty)
        {
            DeleteFilesOf(_path, _buffers);
            OutputFileStream.Remove(_path);
        }
    }

    private static TraceDatFile OpenToRecover(string path)
    {
        try
        {
            return TraceDatFile.Open(path);
        }
        catch (Exception refused) when (refused is not TraceDatException && FileErrno.Of(refused) != 0)
        {
            throw FileException.Of(path, "open", refused);
        }
    }

    private static OutputFileStream Open(string path)
    {
        try
        {
            return OutputFileStream.Open(path);
        }
        catch (FileException refused) when (refused.Errno != 0)
        {
            throw new FileException(refused.Path, refused.Operation, refused.Errno, Remedy);
        }
    }

    // What an earlier recording left beside FILE is of no use without it. What this one leaves where it cannot begin holds no events.
    private static RecordingFiles Begin(OutputFileStream file, IReadOnlyList<(string Name, string Clock)> buffers, Func<RecordingFiles> make)
    {
        bool isNew = file.Length == 0;
        try
        {
            RemoveStalePart(PartOf(file.FilePath));
            DeleteFilesOf(file.FilePath, buffers);
            file.Empty();
            isNew = true;
            return make();
        }
        catch (Exception e) when (FileException.IsOfFile(e))
        {
            file.Dispose();
            if (isNew)
            {
                OutputFileStream.Remove(file.FilePath);
            }

            FileException refused = FileException.Of(file.FilePath, "write", e);
            throw refused.Errno != FileErrno.TooBig && FileErrno.IsFull(refused.Errno) ? new FileException(refused.Path, refused.Operation, refused.Errno, RemedyIfFull) : refused;
        }
    }

    // One of a recorder that was killed is empty or begins as FILE does; a link is not followed.
    private static void RemoveStalePart(string part)
    {
        var there = new FileInfo(part);
        if (there is { Exists: true, LinkTarget: null, Length: > 0 } && !TraceDatFile.IsOne(part))
        {
            throw FileException.Refusal(part, "make", "it is there, and of no recording", "remove it, or name another file with -o");
        }

        OutputFileStream.Remove(part);
    }

    private static string OldOf(string file) => file + ".old";

    private LeftOut Replace(TraceDatLayout layout, TraceDatContent content, IReadOnlyList<RecordedBufferPages> pages)
    {
        LeftOut leftOut = TraceDatWriter.Write(_part, layout, content, pages);
        _part.Dispose();
        File.Move(PartOf(_path), _path, overwrite: true);
        return leftOut;
    }

    private LeftOut Complete(TraceDatWriter writer, TraceDatContent content, IReadOnlyList<RecordedBufferPages> pages)
    {
        _part.Dispose();
        OutputFileStream.Remove(PartOf(_path)); // its room is for what is written now
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

    private static void DeleteFilesOf(string path, IReadOnlyList<(string Name, string Clock)> buffers)
    {
        foreach ((int _, string file) in buffers.SelectMany(buffer => FilesOf(path, buffer.Name, withLinks: true)))
        {
            OutputFileStream.Remove(file);
            OutputFileStream.Remove(OldOf(file));
        }
    }

    // A link was not made by a recording: what it leads to is not taken for one's own.
    private static List<(int Cpu, string File)> FilesOf(string path, string buffer, bool withLinks = false)
    {
        string prefix = Path.GetFileName(PrefixOf(path, buffer)) + ".cpu";
        List<(int Cpu, string File)> files = [];
        foreach (string file in Directory.EnumerateFiles(DirectoryOf(path), prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(file).AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int cpu)
                && (withLinks || new FileInfo(file).LinkTarget is null))
            {
                files.Add((cpu, file));
            }
        }

        files.Sort();
        return files;
    }

    private static string DirectoryOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
}

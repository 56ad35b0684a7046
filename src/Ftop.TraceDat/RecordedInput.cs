using System.Text;
using Ftop.Decoding.Files;

namespace Ftop.TraceDat;

/// <summary>A recording given by a path: a trace.dat, or a directory laid out as tracefs (<see cref="CapturedTree"/>). Its sub-buffers stay in the files.</summary>
public sealed class RecordedInput : IDisposable
{
    private readonly string _path;
    private readonly TraceDatFile? _file;

    private readonly IReadOnlyList<string> _treeProblems = [];

    private RecordedInput(string path)
    {
        _path = path;
        if (Directory.Exists(path))
        {
            var tree = CapturedTree.Open(path);
            _treeProblems = tree.Problems;
            Buffers = [new RecordedBuffer("", tree.Input, tree.OpenCpus) { LatencyText = tree.LatencyText, Cpus = [.. tree.Cpus] }];
            Statistics = [.. tree.Cpus.Select(cpu => (Cpu: cpu, Text: tree.StatsOf(cpu))).Where(cpu => cpu.Text.Length > 0).Select(cpu => $"CPU: {cpu.Cpu}\n{cpu.Text}")];
            return;
        }

        _file = OpenFile(path);
        try
        {
            if (_file.Buffers.Count == 0)
            {
                throw new InvalidDataException($"{path}: no buffer of events is in it{(Problems.Count > 0 ? $" ({Problems[0]})" : "")}");
            }

            Statistics = [.. _file.Options.Where(option => option.Id == TraceOptionId.CpuStat).Select(option => Encoding.UTF8.GetString(option.Data.Span).TrimEnd('\0'))];
            Buffers = [.. _file.Buffers.Select(buffer =>
                new RecordedBuffer(buffer.Name, DatText.Input(_file, buffer), () => DatText.OpenCpus(_file, buffer)) { LatencyText = buffer.LatencyText, Cpus = [.. buffer.Cpus.Select(cpu => cpu.Cpu)] })];
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The top-level buffer first, if there is one.</summary>
    public IReadOnlyList<RecordedBuffer> Buffers { get; }

    /// <summary>What the kernel said of its buffers when recording ended, a text for each CPU; empty where it was not recorded.</summary>
    public IReadOnlyList<string> Statistics { get; }

    /// <summary>What cannot be read, a line each; grows while sub-buffers are read.</summary>
    public IReadOnlyList<string> Problems => _file is null ? _treeProblems
        : [.. _file.Problems.Select(problem => problem.StartsWith(_path, StringComparison.Ordinal) ? problem : $"{_path}: {problem}")];

    /// <summary>Opens a recording and reads all but its sub-buffers.</summary>
    /// <param name="path">File or directory.</param>
    /// <exception cref="InvalidDataException">Nothing of it can be read; the message says why.</exception>
    /// <exception cref="TraceDatException">It is no trace.dat, or damaged before the first thing of use.</exception>
    /// <exception cref="FileException">The system does not let it be read.</exception>
    public static RecordedInput Open(string path) => new(path);

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>Opens a trace.dat; what is wrong with its path is said in words.</summary>
    internal static TraceDatFile OpenFile(string path)
    {
        try
        {
            var file = TraceDatFile.Open(path);
            if (UnfinishedRecording.Reason(file, path) is string reason)
            {
                file.Dispose();
                throw new InvalidDataException(reason);
            }

            return file;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{path}: open: ENOENT: there is no such file; name a trace.dat, or a directory laid out as tracefs", absent);
        }
        catch (Exception refused) when (refused is not (TraceDatException or InvalidDataException) && FileErrno.Of(refused) != 0)
        {
            throw FileException.Of(path, "open", refused);
        }
    }
}

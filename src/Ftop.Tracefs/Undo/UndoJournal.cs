using System.Collections.Immutable;
using Ftop.Tracefs.Metadata;

namespace Ftop.Tracefs.Undo;

/// <summary>
/// Every change that outlives the process, noted in <c>PID.json</c> before it is made, one JSON object a line: the owner, then the steps. A line
/// is one write(2), so that it survives any death of the process but the machine's, and a torn last line is a change that was never made.
/// <see cref="Dispose"/> undoes them backwards; a journal whose owner is dead is undone by the next ftop or by <c>ftop reset</c>.
/// Undoing is idempotent and tolerates what is gone. Safe to use from any thread.
/// <code>
/// {"pid":1234,"startTime":56789}
/// {"number":1,"kind":"RemoveInstance","path":"/sys/kernel/tracing/instances/ftop-1234"}
/// </code>
/// </summary>
public sealed class UndoJournal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<UndoStep> _steps = [];
    private readonly HashSet<string> _keptPaths = [];
    private readonly JournalOwner _owner;
    private readonly FileStream _file;
    private readonly string _path;
    private int _lastNumber;
    private bool _ended;

    private UndoJournal(string path, JournalOwner owner)
    {
        (_path, _owner) = (path, owner);
        File.Delete(path); // of a dead owner of this pid; never written through a link that lies there
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Opens this process's journal in <paramref name="directory"/>.</summary>
    public static UndoJournal Open(string directory)
    {
        JournalOwner owner = JournalOwner.Self;
        string path = Path.Combine(directory, $"{owner.Pid}{PidNamespace.Current.Suffix}.json");
        ImmutableArray<UndoStep> left = [.. JournalFile.Left(directory).Where(file => file.Path == path).SelectMany(file => file.StepsWithin(UndoScope.Kernel))];
        var journal = new UndoJournal(path, owner);
        journal.AppendLine(JournalJson.Write(owner));
        foreach (UndoStep step in left)
        {
            journal.Append(step.Kind, step.Path, step.OldTokens, step.MountNamespace); // what could not be undone yet is ours to try again
        }

        return journal;
    }

    /// <summary>Undoes the journals in <paramref name="directory"/> whose owner is dead, and says what was done.</summary>
    public static UndoReport ReplayDead(string directory) => ReplayDead(directory, UndoScope.Kernel);

    /// <summary>Paths of the journals in <paramref name="directory"/> that <see cref="ReplayDead(string)"/> would take up, in the order of their names.</summary>
    /// <param name="directory">Where journals are.</param>
    /// <param name="proc">Where the living are to be seen.</param>
    public static IReadOnlyList<string> FindDead(string directory, string proc = "/proc") => [.. JournalFile.Left(directory, proc).Select(file => file.Path)];

    internal static UndoReport ReplayDead(string directory, UndoScope scope) =>
        JournalFile.Left(directory).Select(file => file.Replay(scope)).Aggregate(UndoReport.Empty, (all, one) => all.Add(one));

    /// <summary>Undoes everything, the latest first, and removes the journal; what fails stays in it for <c>ftop reset</c>.</summary>
    public UndoReport UndoAll()
    {
        lock (_lock)
        {
            if (_ended)
            {
                return UndoReport.Empty;
            }

            UndoReport report = Undo([.. _steps]);
            _ended = true;
            _file.Dispose();
            if (_steps.Count == 0)
            {
                File.Delete(_path);
            }

            return report;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => UndoAll();

    internal void WillMakeInstance(string path) => Append(UndoKind.RemoveInstance, path);

    /// <summary>Notes a probe that will stand in a list.</summary>
    internal void WillMakeProbe(string list, string name) => Append(UndoKind.RemoveProbe, list, [name]);

    /// <summary>Removes a probe that was noted.</summary>
    internal UndoReport UndoProbe(string list, string name) => UndoWhere(step => step.Kind == UndoKind.RemoveProbe && step.Path == list && step.OldTokens.Contains(name));

    internal void WillMount(string path) => Append(UndoKind.Unmount, path, mountNamespace: MountTable.CurrentNamespace());

    /// <summary>Notes a file's value unless an earlier one is noted.</summary>
    internal void KeepValue(ControlFile file)
    {
        lock (_lock)
        {
            if (_keptPaths.Contains(file.Path))
            {
                return;
            }

            Append(UndoKind.RestoreFile, file.Path, SavedValue.Tokens(file.Path, file.ReadText()));
            _keptPaths.Add(file.Path);
        }
    }

    /// <summary>Undoes the steps on <paramref name="root"/> and below it, the latest first.</summary>
    internal UndoReport UndoBelow(string root) => UndoWhere(step => step.Path == root || IsBelow(step, root));

    /// <summary>Puts back the files of the top level at <paramref name="root"/>, the latest first; the instances below it, probes and the mount at it stay.</summary>
    internal UndoReport UndoTopLevel(string root) => UndoWhere(step => step.Kind != UndoKind.RemoveProbe && IsBelow(step, root) && !IsBelow(step, Path.Combine(root, "instances")));

    private static bool IsBelow(UndoStep step, string directory) => step.Path.StartsWith(directory + "/", StringComparison.Ordinal);

    private UndoReport UndoWhere(Func<UndoStep, bool> chosen)
    {
        lock (_lock)
        {
            return _ended ? UndoReport.Empty : Undo([.. _steps.Where(chosen)]);
        }
    }

    private UndoReport Undo(ImmutableArray<UndoStep> steps)
    {
        ImmutableArray<string>.Builder done = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<string>.Builder failed = ImmutableArray.CreateBuilder<string>();
        using var tracefs = new TracefsAgain();
        foreach (UndoStep step in UndoStep.InOrderOfUndoing(steps))
        {
            if (UndoAction.Run(step, tracefs, _owner, done, failed))
            {
                _steps.Remove(step);
                _keptPaths.Remove(step.Path);
                AppendLine(JournalJson.Write(step with { Kind = UndoKind.Done, OldTokens = [] }));
            }
        }

        return new UndoReport(done.ToImmutable(), failed.ToImmutable());
    }

    private void Append(UndoKind kind, string path, ImmutableArray<string> oldTokens = default, string? mountNamespace = null)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            var step = new UndoStep
            {
                Number = ++_lastNumber,
                Kind = kind,
                Path = Path.GetFullPath(path),
                OldTokens = oldTokens.IsDefault ? [] : oldTokens,
                MountNamespace = mountNamespace,
            };
            AppendLine(JournalJson.Write(step));
            _steps.Add(step);
        }
    }

    private void AppendLine(byte[] json) => _file.Write([.. json, (byte)'\n']);
}

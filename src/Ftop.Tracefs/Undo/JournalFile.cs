using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Ftop.Decoding;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Undo;

/// <summary>A journal that another process left.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Steps">What is still to be undone, in the order in which it was done.</param>
/// <param name="Refusal">Why nothing of it counts, as in <c>it is no regular file</c>; null if it counts.</param>
internal sealed record JournalFile(string Path, JournalOwner Owner, ImmutableArray<UndoStep> Steps, string? Refusal = null)
{
    // Some thousand steps of a hundred bytes, and lists of events; more is not ftop's.
    private const long MostBytes = 8 << 20;

    /// <summary>The journals in <paramref name="directory"/> that nobody works with any more: of dead owners, and such as are none.</summary>
    /// <param name="directory">Where they are; one that is not ours alone has none that count.</param>
    /// <param name="proc">Where the living are to be seen.</param>
    public static IEnumerable<JournalFile> Left(string directory, string proc = "/proc")
    {
        if (FileFacts.TryRead(directory, out FileFacts facts) != 0 || !facts.IsDirectory || !facts.IsOurs)
        {
            yield break;
        }

        foreach (string path in Directory.GetFileSystemEntries(directory, "*.json").Order(StringComparer.Ordinal))
        {
            if (TryRead(path, proc) is JournalFile file && !file.Owner.IsAlive(proc))
            {
                yield return file;
            }
        }
    }

    /// <summary>The steps that are such as ftop notes.</summary>
    public IEnumerable<UndoStep> StepsWithin(UndoScope scope) => Steps.Where(step => scope.Refusal(step, Owner) is null);

    /// <summary>Undoes the steps, the latest first; the file is removed once nothing is left that a later try could do.</summary>
    public UndoReport Replay(UndoScope scope)
    {
        if (Refusal is not null)
        {
            return new UndoReport([], [$"{Path}: not a journal of ftop's ({Refusal}), and left alone: remove it"]);
        }

        ImmutableArray<string>.Builder done = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<string>.Builder failed = ImmutableArray.CreateBuilder<string>();
        using var tracefs = new TracefsAgain();
        bool isEnded = true;
        int refused = 0;
        string? firstRefused = null;
        foreach (UndoStep step in UndoStep.InOrderOfUndoing(Steps))
        {
            // What is gone with tracefs is looked at again where it is now.
            if ((scope.Refusal(step, Owner) ?? (tracefs.Reach(step) is UndoStep now ? scope.Refusal(now, Owner) : null)) is string refusal)
            {
                refused++;
                firstRefused ??= $"{Excerpt.Of(step.Path)}: {refusal}";
            }
            else
            {
                isEnded &= UndoAction.Run(step, tracefs, Owner, done, failed);
            }
        }

        if (firstRefused is not null)
        {
            failed.Add($"{Path}: {refused} step{(refused == 1 ? "" : "s")} that ftop would not note, left out ({firstRefused})");
        }

        if (isEnded)
        {
            File.Delete(Path);
        }

        return new UndoReport(done.ToImmutable(), failed.ToImmutable());
    }

    // Null if it vanished, or is being begun by an owner who lives.
    private static JournalFile? TryRead(string path, string proc)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(path);
        if (!int.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int pid) || pid < 1)
        {
            return null; // not a name of ours
        }

        int errno = TryReadText(path, out string text, out string? refusal);
        if (errno != 0 && refusal is null)
        {
            return null; // its owner, or another ftop that undid it, was faster
        }

        if (refusal is not null)
        {
            return new JournalFile(path, new JournalOwner(pid, -1), [], refusal);
        }

        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || !JournalJson.TryRead(lines[0], out JournalOwner owner))
        {
            // Without an owner nothing was changed yet; the owner may live and just be writing, so the pid in the file's name decides, if it is one of here.
            return name != $"{pid}{PidNamespace.Current.Suffix}" || Directory.Exists($"{proc}/{pid}") ? null : new JournalFile(path, new JournalOwner(pid, -1), []);
        }

        return owner.Pid == pid
            ? new JournalFile(path, owner, Open(lines.Skip(1)))
            : new JournalFile(path, new JournalOwner(pid, -1), [], $"its first line names process {owner.Pid}");
    }

    private static ImmutableArray<UndoStep> Open(IEnumerable<string> lines)
    {
        var open = new SortedDictionary<int, UndoStep>();
        foreach (string line in lines)
        {
            if (!JournalJson.TryRead(line, out UndoStep? step))
            {
                continue; // torn by the owner's death: its change was never made
            }

            if (step.Kind == UndoKind.Done)
            {
                open.Remove(step.Number);
            }
            else
            {
                open[step.Number] = step;
            }
        }

        return [.. open.Values];
    }

    // Opened without following a link and without waiting: whatever lies there, this ends.
    private static int TryReadText(string path, out string text, out string? refusal)
    {
        text = "";
        int errno = FileFacts.TryRead(path, out FileFacts facts);
        refusal = errno != 0 ? null
            : !facts.IsRegular ? "it is no regular file"
            : !facts.IsOurs ? "others own it or may write to it"
            : facts.SizeBytes > MostBytes ? $"it has more than {MostBytes >> 20} MiB"
            : null;
        if (errno != 0 || refusal is not null)
        {
            return errno;
        }

        errno = OpenFile.TryOpen(path, Libc.ReadOnly | Libc.NonBlock | Libc.NoFollow, out OpenFile file);
        if (errno != 0)
        {
            return errno;
        }

        byte[] bytes = new byte[facts.SizeBytes];
        int length = 0;
        while (length < bytes.Length && (errno = file.TryRead(bytes.AsSpan(length), out int count)) == 0 && count > 0)
        {
            length += count;
        }

        file.Close();
        text = Encoding.UTF8.GetString(bytes, 0, length);
        return errno;
    }
}

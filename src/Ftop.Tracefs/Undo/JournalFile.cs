using System.Collections.Immutable;
using System.Text.Json;

namespace Ftop.Tracefs;

/// <summary>A journal that another process left.</summary>
/// <param name="Owner">Whose it is.</param>
/// <param name="Steps">What is still to be undone, in the order in which it was done.</param>
internal sealed record JournalFile(JournalOwner Owner, ImmutableArray<UndoStep> Steps)
{
    /// <summary>Null if it vanished or its first line was never finished: then nothing was changed.</summary>
    public static JournalFile? TryRead(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return null; // its owner, or another ftop that undid it, was faster
        }

        if (lines.Length == 0 || !TryDeserialize(lines[0], JournalJson.Default.JournalOwner, out JournalOwner owner))
        {
            // Without an owner nothing was changed yet; the owner may live and just be writing, so the pid in the file's name decides.
            owner = new JournalOwner(int.Parse(Path.GetFileNameWithoutExtension(path)), -1);
            return Directory.Exists($"/proc/{owner.Pid}") ? null : new JournalFile(owner, []);
        }

        List<UndoStep> steps = [];
        foreach (string line in lines.Skip(1))
        {
            if (!TryDeserialize(line, JournalJson.Default.UndoStep, out UndoStep? step) || step is null)
            {
                continue; // torn by the owner's death: its change was never made
            }

            if (step.Kind == UndoKind.Done)
            {
                steps.RemoveAll(earlier => earlier.Number == step.Number);
            }
            else
            {
                steps.Add(step);
            }
        }

        return new JournalFile(owner, [.. steps]);
    }

    /// <summary>Undoes the steps, the latest first; the file is removed once all are.</summary>
    public UndoReport Replay(string path)
    {
        ImmutableArray<string>.Builder done = ImmutableArray.CreateBuilder<string>();
        ImmutableArray<string>.Builder failed = ImmutableArray.CreateBuilder<string>();
        foreach (UndoStep step in Steps.Reverse())
        {
            UndoAction.Run(step, done, failed);
        }

        if (failed.Count == 0)
        {
            File.Delete(path);
        }

        return new UndoReport(done.ToImmutable(), failed.ToImmutable());
    }

    private static bool TryDeserialize<T>(string line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, out T? value)
    {
        try
        {
            value = JsonSerializer.Deserialize(line, type);
            return value is not null;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }
}

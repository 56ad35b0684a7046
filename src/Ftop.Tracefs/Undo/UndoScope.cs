using System.Text.RegularExpressions;
using Ftop.Decoding.Formats;
using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Undo;

/// <summary>
/// What a journal that another process left may ask for: no more than ftop does, since root acts on it. A file of tracefs that is read and written without
/// a further effect, a block device's <c>trace/</c> in sysfs, an instance named for the owner, and a probe in a group that is. What a mount needs is looked at when it is undone.
/// </summary>
/// <param name="isTracefs">Whether a path leads to something on tracefs, by way of links too.</param>
internal sealed partial class UndoScope(Func<string, bool> isTracefs)
{
    // Reading takes events away or waits for them, or writing makes some.
    private static readonly string[] NotSettings =
        ["trace", "trace_pipe", "trace_pipe_raw", "trace_marker", "trace_marker_raw", "free_buffer", "snapshot", "snapshot_raw"];

    /// <summary>Of the running kernel.</summary>
    public static UndoScope Kernel { get; } = new(FileSystemKind.IsTracefs);

    /// <summary>Why <paramref name="step"/> is none that ftop notes; null if it may be undone.</summary>
    public string? Refusal(UndoStep step, JournalOwner owner)
    {
        if (!IsPlain(step.Path))
        {
            return "no plain absolute path";
        }

        return step.Kind switch
        {
            UndoKind.RemoveInstance => RefusalOfInstance(step.Path, owner),
            UndoKind.RemoveProbe => RefusalOfProbe(step, owner),
            UndoKind.RestoreFile when step.OldTokens.IsDefault => "no old value",
            UndoKind.RestoreFile => RefusalOfFile(step.Path),
            UndoKind.Unmount => null,
            _ => "no change that ftop makes",
        };
    }

    private static bool IsPlain(string path) => path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal) && Path.GetFullPath(path) == path;

    private string? RefusalOfInstance(string path, JournalOwner owner)
    {
        string instances = Path.GetDirectoryName(path) ?? "/";
        string own = $"ftop-{owner.Pid}";
        string name = Path.GetFileName(path);
        bool isOwn = Path.GetFileName(instances) == "instances" && (name == own || name.StartsWith(own + "-", StringComparison.Ordinal));
        return !isOwn ? $"no instance of that ftop, which are named {own}"
            : Directory.Exists(path) && !isTracefs(instances) ? "not on tracefs"
            : null;
    }

    private string? RefusalOfProbe(UndoStep step, JournalOwner owner)
    {
        bool isList = Path.GetFileName(step.Path) is "dynamic_events" or "kprobe_events" or "uprobe_events";
        string group = ProbeSystem.Of(owner.Pid, "");
        return !isList ? "no list of probes"
            : step.OldTokens is not { IsDefault: false, Length: 1 } || !IsProbe(step.OldTokens[0], group) ? $"no probe of that ftop, which are in {group}"
            : File.Exists(step.Path) && !isTracefs(step.Path) ? "not on tracefs"
            : null;
    }

    // A synthetic event can be in no group but its own.
    private static bool IsProbe(string? name, string group) =>
        name?.Split('/') is [string system, string probe] && (system == "synthetic" || (ProbeSystem.Is(system) && (system == group || system.StartsWith(group + "_", StringComparison.Ordinal))))
        && probe.Length > 0 && probe.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    private string? RefusalOfFile(string path)
    {
        int errno = FileFacts.TryRead(path, out FileFacts facts);
        return errno != 0 ? null // gone: nothing to put back
            : !facts.IsRegular ? "no regular file"
            : isTracefs(path) ? (NotSettings.Contains(Path.GetFileName(path)) ? "no setting" : null)
            : BlockTrace().IsMatch(path) && FileSystemKind.IsSysfs(path) ? null
            : "not on tracefs";
    }

    // Of a disk or a partition: /sys/block/sda/sda1/trace/enable is the same file by another name.
    [GeneratedRegex(@"^/sys/.*/trace/(enable|act_mask|pid|start_lba|end_lba)$")]
    private static partial Regex BlockTrace();
}

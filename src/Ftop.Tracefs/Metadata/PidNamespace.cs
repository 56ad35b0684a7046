using System.Globalization;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Metadata;

/// <summary>
/// Which pids are whose. The kernel's filters and events hold those of its first pid namespace; in another one, as in most containers, this process and its
/// users count otherwise, and <c>/proc</c> shows what its mount was made for (pid_namespaces(7)).
/// </summary>
public sealed class PidNamespace
{
    // PROC_PID_INIT_INO of include/linux/proc_ns.h: the same since Linux 3.8.
    private const string First = "pid:[4026531836]";
    private readonly string _proc;
    private readonly string? _own;

    /// <param name="proc">Where proc is mounted.</param>
    public PidNamespace(string proc)
    {
        _proc = proc;
        _own = LinkOf($"{proc}/self/ns/pid");
        IsFirst = _own is null or First; // null: a kernel without namespaces
        HasKernelPids = IsFirst || LinkOf($"{proc}/1/ns/pid") == First;
    }

    /// <summary>This process's.</summary>
    public static PidNamespace Current { get; } = new("/proc");

    /// <summary>As in <c>pid:[4026531836]</c>; null for a kernel without namespaces.</summary>
    internal string? Name => _own;

    /// <summary>What tells a pid of this namespace from the same number in another, as in <c>-4026532201</c>; empty in the first.</summary>
    internal string Suffix => IsFirst ? "" : $"-{string.Concat(_own!.Where(char.IsAsciiDigit))}"; // not null: only the first has no name

    /// <summary>Whether a process of the namespace <paramref name="name"/> may be alive: seen from the first namespace, where all are; else it is not known.</summary>
    internal bool MayHaveProcesses(string name) => !IsFirst || Processes().Any(process => LinkOf($"{_proc}/{process}/ns/pid") == name);

    /// <summary>True where pids here are the kernel's.</summary>
    public bool IsFirst { get; }

    /// <summary>True where <c>/proc</c> shows the kernel's pids, so that others can be translated.</summary>
    public bool HasKernelPids { get; }

    /// <summary>Where tasks can be looked up by the kernel's pids; a place without any where they cannot.</summary>
    internal string KernelProc => HasKernelPids ? _proc : "/dev/null";

    /// <summary>A pid of this process's namespace as the kernel's; as it is where there is none.</summary>
    /// <exception cref="TracefsException">The kernel's pids cannot be known from here.</exception>
    internal int ToKernel(int pid)
    {
        if (IsFirst)
        {
            return pid;
        }

        if (!HasKernelPids)
        {
            throw new TracefsException(
                $"{_proc}/{pid}", "translate", 0, TracefsFailure.NotSupported,
                "in this pid namespace (a container's) pids are not the kernel's, and /proc shows no others, so no task can be followed from here: "
                    + "run ftop in the machine's own, as with 'docker run --pid=host' or 'nsenter -t 1 -p -m'; or leave out -p, -F and the program and trace all tasks");
        }

        // From the namespace of /proc inward, the last is the innermost: "NSpid:\t4711\t15".
        return Processes().FirstOrDefault(process => LinkOf($"{_proc}/{process}/ns/pid") == _own && InnermostPid(process) == pid, pid);
    }

    private static string? LinkOf(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.Name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // no such namespaces, a process that has ended, or not ours to look at
        }
    }

    private IEnumerable<int> Processes() => Directory.EnumerateDirectories(_proc)
        .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0)
        .Where(pid => pid > 0);

    private int InnermostPid(int process) =>
        new ControlFile($"{_proc}/{process}/status").TryReadText(out string text) == 0
            && text.Split('\n').FirstOrDefault(line => line.StartsWith("NSpid:", StringComparison.Ordinal)) is string line
            && int.TryParse(line.Split('\t')[^1], out int pid)
            ? pid
            : 0;
}

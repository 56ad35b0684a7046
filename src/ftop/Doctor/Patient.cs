using System.Collections.Immutable;
using Ftop.Tui.Terminal;
using Mono.Unix.Native;

namespace Ftop.Doctor;

/// <summary>The machine that is looked at: <c>/</c>, or a tree of files that stands for one.</summary>
internal sealed record Patient
{
    /// <summary>Directory that stands for <c>/</c>.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Where tracefs can be read, inside <see cref="Root"/>; null where it cannot.</summary>
    public required string? Tracefs { get; init; }

    /// <summary>Why <see cref="Tracefs"/> is null: what was tried and what the kernel answered.</summary>
    public string TracefsRefusal { get; init; } = "";

    /// <summary>True where tracefs was not mounted and is only for as long as the doctor looks.</summary>
    public bool IsMountedForThis { get; init; }

    /// <summary>Effective user id.</summary>
    public required uint UserId { get; init; }

    /// <summary>The terminal, of which nothing is a file.</summary>
    public required TerminalFacts Terminal { get; init; }

    /// <summary>The environment.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>What others changed about the trace that runs, a line each; empty where none does.</summary>
    public ImmutableArray<string> Notices { get; init; } = [];

    /// <summary>Makes an instance, opens its raw pages and removes it; called only where <see cref="Tracefs"/> is known.</summary>
    public required Func<InstanceProbe> TryInstance { get; init; }

    /// <summary>True for uid 0.</summary>
    public bool IsRoot => UserId == 0;

    /// <summary>A path of the machine as one that can be opened.</summary>
    public string At(string path) => Path.Join(Root, path);

    /// <summary>A file of tracefs as a path that can be opened; only where <see cref="Tracefs"/> is known.</summary>
    public string AtTracefs(string file) =>
        Path.Join(Root, Tracefs ?? throw new InvalidOperationException("tracefs cannot be read"), file);

    /// <summary>The text of a file of the machine; null where it cannot be read.</summary>
    public string? Read(string path) => ReadFile(At(path));

    /// <summary>The text of a file of tracefs; null where it, or tracefs, cannot be read.</summary>
    public string? ReadTracefs(string file) => Tracefs is null ? null : ReadFile(AtTracefs(file));

    /// <summary>Opens a file for reading and closes it again: a file's mode does not tell what a lockdown refuses. Null, or the errno by name.</summary>
    public static string? Probe(string path)
    {
        int descriptor = Syscall.open(path, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC);
        if (descriptor < 0)
        {
            return LastErrno();
        }

        _ = Syscall.close(descriptor);
        return null;
    }

    /// <summary>Whether a file of the machine may be written, by access(2): null, or the errno by name.</summary>
    public string? ProbeWrite(string path) => Syscall.access(At(path), AccessModes.W_OK) < 0 ? LastErrno() : null;

    private static string LastErrno() => Decoding.SystemCalls.Errno.Name(NativeConvert.FromErrno(Stdlib.GetLastError()));

    private static string? ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // What cannot be read is not known; that it cannot is a finding of its own.
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Ftop.Output;

namespace Ftop;

/// <summary>
/// A program that waits at a gate until its pid is followed: /bin/sh reads from a pipe, then becomes the program by exec. Standard input, output and error
/// are the program's own; it runs in our process group, so that a terminal's Ctrl-C reaches it. Where ftop ends with the gate closed the program never runs.
/// </summary>
internal sealed partial class ChildCommand : IDisposable
{
    // Opened by path: .NET closes every descriptor but 0, 1 and 2 in what it starts, and /proc/PID/fd gives ours a second time.
    private const string Gate = "read go <\"$0\" && exec \"$@\" {0}; exit 126";

    private readonly AnonymousPipeServerStream _gate;
    private readonly Process _process;

    private ChildCommand(AnonymousPipeServerStream gate, Process process)
    {
        _gate = gate;
        _process = process;
    }

    /// <summary>Its pid, before and after it passes the gate.</summary>
    public int Pid => _process.Id;

    /// <summary>Starts <paramref name="command"/>, a program (looked up in PATH) and its arguments, up to the gate.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="redirection">As the shell writes it, <c>>&amp;2</c>; empty leaves the program our input and output.</param>
    public static ChildCommand StartAtGate(IReadOnlyList<string> command, string redirection = "")
    {
        var gate = new AnonymousPipeServerStream(PipeDirection.Out);
        try
        {
            string path = $"/proc/{Environment.ProcessId}/fd/{gate.GetClientHandleAsString()}";
            ProcessStartInfo shell = new("/bin/sh", ["-c", Gate.Replace("{0}", redirection, StringComparison.Ordinal), path, .. command]);
            Process process = HugePages.Inherited(() => Process.Start(shell))
                ?? throw new RefusalException(ExitCode.Failed, $"/bin/sh: did not start {command[0]}");
            return new ChildCommand(gate, process);
        }
        catch (Exception exception)
        {
            gate.Dispose();
            if (exception is System.ComponentModel.Win32Exception)
            {
                throw new RefusalException(ExitCode.Failed, $"/bin/sh: {exception.Message}; a program after -- is started by it");
            }

            throw;
        }
    }

    /// <summary>Lets it run. Called once, when its pid is followed.</summary>
    public unsafe void OpenGate()
    {
        // By write(2): the stream's own Write starts a thread for sockets, whose first calls would be in the recording that has begun.
        ReadOnlySpan<byte> go = "go\n"u8;
        fixed (byte* start = go)
        {
            // So few bytes are taken at once; refused only where the shell has ended, as its exit status tells.
            _ = Libc.Write((int)_gate.SafePipeHandle.DangerousGetHandle(), start, go.Length);
        }
    }

    /// <summary>Its exit status when it has ended: 128+N after signal N, 127 where the shell found no such program.</summary>
    public async Task<int> WaitForExit(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>
    /// Passes on a signal that ftop got. One from the terminal's keyboard went to the whole foreground process group already, and is not sent twice.
    /// </summary>
    public void PassOn(int signal)
    {
        bool isFromKeyboard = signal == 2 && IsForeground(File.ReadAllText("/proc/self/stat"));
        if (!isFromKeyboard && !_process.HasExited)
        {
            _ = Kill(_process.Id, signal);
        }
    }

    /// <summary>Closes the gate; a program that has not passed it ends without having run. One that runs is left alone.</summary>
    public void Dispose()
    {
        _gate.Dispose();
        _process.Dispose();
    }

    /// <summary>Whether the process that a line of <c>/proc/PID/stat</c> describes is in its terminal's foreground group (pgrp equals tpgid; proc_pid_stat(5)).</summary>
    internal static bool IsForeground(string stat)
    {
        // Fields are counted behind the name, which may hold spaces and parentheses: state ppid pgrp session tty_nr tpgid.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return int.Parse(fields[2], CultureInfo.InvariantCulture) == int.Parse(fields[5], CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}

using System.Runtime.InteropServices;

namespace Ftop.Tui.Terminal;

/// <summary>The terminal cannot be used; the message is one line with the remedy.</summary>
public sealed class TerminalException : Exception
{
    /// <summary>A message for the operator: one line, with the remedy.</summary>
    public TerminalException(string message)
        : base(message)
    {
    }

    internal static TerminalException FromErrno(string operation, int errno) => new($"terminal: {operation}: {Marshal.GetPInvokeErrorMessage(errno)}");
}

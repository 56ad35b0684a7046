using Ftop.Decoding.Text;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Control;

/// <summary>
/// <c>options/</c>: a file an option, <c>0</c> or <c>1</c>. An instance has some, the others are the whole kernel's. All are put back by the journal, an
/// instance's too: those of a tracer (<c>func_stack_trace</c>) are shared by all its users and outlive the instance (kernel/trace/trace.h tracer_flags).
/// </summary>
public sealed class TraceOptions
{
    private readonly string _directory;
    private readonly string _globalDirectory;
    private readonly UndoJournal _journal;

    internal TraceOptions(string directory, string globalDirectory, UndoJournal journal) => (_directory, _globalDirectory, _journal) = (directory, globalDirectory, journal);

    /// <summary>True if this kernel has the option, here or for the whole kernel.</summary>
    public bool Has(string option) => Find(option).Exists;

    /// <summary>True if the option is on; false where the kernel lacks it.</summary>
    public bool IsOn(string option) => Find(option).TryReadText(out string text) == 0 && text.Trim() == "1";

    /// <summary>Switches an option, unless it is so already.</summary>
    /// <exception cref="TracefsException">The kernel lacks it or refuses.</exception>
    public void Set(string option, bool on)
    {
        ControlFile file = Find(option);
        if (!file.Exists && NearNames.Of(option, Names) is { Count: > 0 } near)
        {
            throw new TracefsException(file.Path, "open", ErrnoNumber.NoEntry, TracefsFailure.NotSupported, $"this kernel has no such option{NearNames.Tail(near)}");
        }

        if (IsOn(option) != on)
        {
            file.Write(on ? "1" : "0");
        }
    }

    private IEnumerable<string> Names => ((string[])[_directory, _globalDirectory]).Where(Directory.Exists).SelectMany(Directory.GetFiles).Select(Path.GetFileName).Distinct()!;

    private ControlFile Find(string option)
    {
        var own = new ControlFile(Path.Combine(_directory, option), _journal);
        return own.Exists ? own : new ControlFile(Path.Combine(_globalDirectory, option), _journal);
    }
}

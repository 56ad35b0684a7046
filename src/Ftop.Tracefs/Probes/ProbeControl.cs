using System.Collections.Immutable;
using Ftop.Decoding.Formats;
using Ftop.Tracefs.Control;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Metadata;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Probes;

/// <summary>
/// <c>dynamic_events</c> (since 5.0; before that <c>kprobe_events</c> and <c>uprobe_events</c>): makes probes in a group of ftop's own, <c>ftop_PID</c>, and notes each in
/// the journal before it is made. Those of others are never touched.
/// </summary>
public sealed class ProbeControl
{
    private readonly UndoJournal _journal;
    private readonly ProbeSupport _support;
    private readonly ProbeChecks _checks;
    private readonly ControlFile _errorLog;
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    internal ProbeControl(string root, UndoJournal journal, KernelFunctions functions)
    {
        (_journal, _support) = (journal, new ProbeSupport(root));
        _checks = new ProbeChecks(_support, functions);
        _errorLog = new ControlFile(Path.Combine(root, "error_log"));
    }

    /// <summary>The system that this process's probes are in, as in <c>ftop_1234</c>.</summary>
    public static string Group { get; } = ProbeSystem.Of(Environment.ProcessId, PidNamespace.Current.Suffix);

    /// <summary>Makes probes, all or none.</summary>
    /// <param name="definitions">What was asked for.</param>
    /// <returns>Their events, in the same order.</returns>
    /// <exception cref="ProbeException">One of them cannot be.</exception>
    /// <exception cref="TracefsException">The kernel lets nobody make probes.</exception>
    public ImmutableArray<EventName> Make(ImmutableArray<ProbeDefinition> definitions)
    {
        foreach (ProbeDefinition definition in definitions)
        {
            if (_support.Lack(definition) is string lack)
            {
                throw new ProbeException(new ProbeFault(definition.Text, 1, lack), TracefsFailure.NotSupported);
            }
        }

        if (_checks.FaultOf(definitions) is ProbeFault fault)
        {
            throw new ProbeException(fault);
        }

        HashSet<string> before = [.. _taken];
        ImmutableArray<(ProbeDefinition Definition, EventName Name, string Command)> all = [.. definitions.Select(Name)];
        try
        {
            foreach ((ProbeDefinition definition, EventName name, string command) in all)
            {
                Make(definition, name, command);
            }
        }
        catch
        {
            foreach ((ProbeDefinition definition, EventName name, _) in all.Reverse())
            {
                _journal.UndoProbe(_support.FileOf(definition), NameInFile(name));
            }

            _taken.IntersectWith(before);
            throw;
        }

        return [.. all.Select(one => one.Name)];
    }

    private (ProbeDefinition Definition, EventName Name, string Command) Name(ProbeDefinition definition)
    {
        string name = definition.Name.Text;
        string group = definition.Kind == ProbeKind.Synthetic ? "synthetic" : Group;
        if (name.Length == 0)
        {
            name = definition.NameOfPlace;
            for (int i = 1; IsTaken(definition, group, name); i++)
            {
                name = $"{definition.NameOfPlace}_{i}";
            }
        }
        else if (IsTaken(definition, group, name))
        {
            throw new ProbeException(new ProbeFault(definition.Text, definition.Name.ColumnNumber, $"there is a probe {name} already; expected another name"));
        }

        _taken.Add(name);
        return (definition, new EventName(group, name), definition.ToCommand(group, name, PlaceOf(definition)));
    }

    private bool IsTaken(ProbeDefinition definition, string group, string name) => _taken.Contains(name) || ProbeList.Has(new ControlFile(_support.FileOf(definition)), $"{group}/{name}");

    private static string PlaceOf(ProbeDefinition definition)
    {
        ProbePlace place = definition.Place;
        return place.Path is string path
            ? $"{Path.GetFullPath(path)}:{(place.IsNumber ? place.Symbol.Text : ElfSymbols.OffsetOf(definition))}{(place.IsNumber ? place.Offset : "")}{(place.IsReturn ? "%return" : "")}{place.Tail}"
            : place.Word.Text;
    }

    private void Make(ProbeDefinition definition, EventName name, string command)
    {
        string path = _support.FileOf(definition);
        _journal.WillMakeProbe(path, NameInFile(name));
        try
        {
            new ControlFile(path).Append(command);
        }
        catch (TracefsException e)
        {
            throw Refused(definition, command, e);
        }
    }

    private static string NameInFile(EventName name) => $"{name.System}/{name.Name}";

    // The kernel's log tells the place, where it keeps one; else the errno what is wrong.
    private Exception Refused(ProbeDefinition definition, string command, TracefsException refusal)
    {
        if (_errorLog.TryReadText(out string log) == 0 && ErrorLog.TryFindLast(log, command, out string reason, out int caret))
        {
            int column = caret < 0 ? 1 : definition.ColumnNumberOf(command, caret);
            return new ProbeException(new ProbeFault(definition.Text, Math.Min(column, definition.Text.Length + 1), $"the kernel refuses it: {reason}"));
        }

        int place = definition.Place.Symbol.ColumnNumber;
        return refusal.ErrnoNumber switch
        {
            ErrnoNumber.NotPermitted or ErrnoNumber.AccessDenied => refusal,
            ErrnoNumber.NoEntry => Fault(place, "the kernel finds no such place"),
            ErrnoNumber.Exists => Fault(definition.Name.ColumnNumber, "the kernel has a probe of this name already; expected another name"),
            ErrnoNumber.Invalid => Fault(place, "the kernel takes no probe there, or not with these arguments, and does not say why; see 'dmesg'"),
            _ => Fault(place, $"the kernel refuses it ({refusal.ErrnoName})"),
        };

        ProbeException Fault(int column, string text) => new(new ProbeFault(definition.Text, column, text));
    }
}

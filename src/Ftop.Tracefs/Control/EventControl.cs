using System.Collections.Immutable;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Text;
using Ftop.Tracefs.Errors;
using Ftop.Tracefs.Native;
using Ftop.Tracefs.Probes;
using Ftop.Tracefs.Undo;

namespace Ftop.Tracefs.Control;

/// <summary>
/// <c>events/</c> and <c>set_event</c>. Globs are resolved against the directories, so that all matching events are known: the kernel's own
/// <c>set_event</c> takes whole names only.
/// </summary>
public sealed partial class EventControl
{
    private readonly string _directory;
    private readonly UndoJournal? _journal;
    private readonly ControlFile _setEvent;
    private readonly ControlFile _availableEvents;
    private readonly Marks _marks;
    private readonly TracingSwitch _tracing;
    private ImmutableArray<EventName> _available;

    internal EventControl(string directory, UndoJournal? journal, string root, Marks marks, TracingSwitch tracing)
    {
        (_marks, _tracing) = (marks, tracing);
        _directory = directory;
        _journal = journal;
        _setEvent = new ControlFile(Path.Combine(directory, "set_event"), journal);
        _availableEvents = new ControlFile(Path.Combine(root, "available_events"));
    }

    /// <summary>All events that can be switched on, sorted; read once, and again by <see cref="Refresh"/>.</summary>
    public ImmutableArray<EventName> Available => _available.IsDefault ? Refresh() : _available;

    /// <summary>The events that are on, sorted, from <c>set_event</c>.</summary>
    public ImmutableArray<EventName> Enabled
    {
        get
        {
            List<EventName> enabled = Parse(_setEvent.ReadText());
            enabled.Sort();
            return [.. enabled.Distinct()];
        }
    }

    /// <summary>What is on, for people: a system alone where all of it is on, else <c>system:name</c>.</summary>
    public ImmutableArray<string> EnabledCollapsed => Collapse(Enabled, Available);

    /// <summary>Reads again which events there are, after a module or a probe came or went.</summary>
    public ImmutableArray<EventName> Refresh()
    {
        // One read instead of a thousand directories; the top level alone has the file, and its events are every instance's.
        List<EventName> available = _availableEvents.TryReadText(out string text) == 0 ? Parse(text) : ReadDirectories();
        available.Sort();
        return _available = [.. available];
    }

    /// <summary>The events that <paramref name="glob"/> means: <c>all</c>, <c>sched</c>, <c>sched:sched_sw*</c>, several by comma.</summary>
    /// <exception cref="TracefsException">There are none for one of the globs, and which are near or what the kernel would need.</exception>
    public ImmutableArray<EventName> Match(string glob)
    {
        glob = Named(glob);
        string[] parts = new EventGlob(glob).Parts;
        string? unknown = parts.Length == 0 ? glob : parts.FirstOrDefault(part => !Available.Any(new EventGlob(part).IsMatch));
        return unknown is null ? [.. Available.Where(new EventGlob(glob).IsMatch)] : throw NoMatch(unknown);
    }

    /// <summary>Whether there are any.</summary>
    public bool Has(string glob) => Available.Any(new EventGlob(Named(glob)).IsMatch);

    /// <summary>Switches all events that <paramref name="glob"/> means.</summary>
    /// <exception cref="TracefsException">There are none, or the kernel refused every one.</exception>
    public EventChange Set(string glob, bool on)
    {
        if (glob == Marks.Event && _marks.CanBeTaken)
        {
            _marks.Take(on, _tracing.IsOn);
            return new EventChange([new EventName("ftrace", "print")], []);
        }

        ImmutableArray<EventName> matches = Match(glob);
        _journal?.KeepValue(_setEvent); // stands for every enable file, some of which read "X" and cannot be written back
        if (on)
        {
            LeaveOutOf(matches);
        }

        var changed = new List<EventName>();
        var refused = new List<TracefsException>();
        foreach (IGrouping<string, EventName> system in matches.GroupBy(name => name.System))
        {
            SetSystem(system.Key, [.. system], on, changed, refused);
        }

        return changed.Count > 0 ? new EventChange([.. changed], [.. refused]) : throw refused[0];
    }

    /// <summary>Switches all events off.</summary>
    public void ClearAll() => _setEvent.Write("");

    /// <summary>Lets only those of the event pass for which <paramref name="expression"/> holds, as in <c>prev_pid == 1 || next_comm ~ "k*"</c>; empty for all.</summary>
    /// <exception cref="TracefsException"><see cref="TracefsFailure.InvalidValue"/> with what the kernel does not like, and where.</exception>
    public void SetFilter(EventName name, string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        string own = expression.Trim() is "0" ? "" : expression.Trim();
        int errno = TryFilter(name, own);
        if (errno != 0)
        {
            throw WhyRefused(name, own, errno);
        }
    }

    /// <summary>Adds a trigger to the event, as in <c>stacktrace if prev_pid == 1</c> (Documentation/trace/events.rst, "Event triggers").</summary>
    /// <exception cref="TracefsException">The kernel does not accept it, with its reason.</exception>
    public void AddTrigger(EventName name, string trigger)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        var file = new ControlFile(Path.Combine(EventDirectory(name), "trigger"), _journal);
        try
        {
            file.Append(trigger);
        }
        catch (TracefsException e)
        {
            throw Refused(e.Path, e.Operation, e.ErrnoNumber, trigger, null);
        }
    }

    // What the kernel's own log says of the command, whatever the errno: a bad field is EINVAL, a bad number of a filter or trigger ERANGE, EEXIST, E2BIG ….
    private TracefsException Refused(string path, string operation, int errno, string command, string? otherwise)
    {
        string? reason = ErrorLog.TryReadLast(new ControlFile(Path.Combine(_directory, "error_log")), command) ?? (errno == ErrnoNumber.Invalid ? otherwise : null);
        return reason is null ? Remedy.Explain(path, operation, errno) : new TracefsException(path, operation, errno, TracefsFailure.InvalidValue, reason);
    }

    internal string EventDirectory(EventName name) => Path.Combine(_directory, "events", name.System, name.Name);

    // In what is asked for, probe stands for the system of this process's probes, whose number nobody knows before.
    private static string Named(string glob) => !glob.Contains(ProbeSystem.Alias, StringComparison.Ordinal)
        ? glob
        : string.Join(',', glob.Split(',', StringSplitOptions.TrimEntries).Select(static part => part.Split((char[])[':', '/'], 2) switch
        {
            [ProbeSystem.Alias] => ProbeControl.Group,
            [ProbeSystem.Alias, string name] => $"{ProbeControl.Group}:{name}",
            _ => part,
        }));

    internal static ImmutableArray<string> Collapse(ImmutableArray<EventName> enabled, ImmutableArray<EventName> available)
    {
        Dictionary<string, int> sizes = available.CountBy(name => name.System).ToDictionary();
        return
        [
            .. enabled.GroupBy(name => name.System).SelectMany(system =>
                sizes.GetValueOrDefault(system.Key) == system.Count() ? [system.Key] : system.Select(name => name.ToString())),
        ];
    }

    private static List<EventName> Parse(string text)
    {
        List<EventName> names = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                names.Add(new EventName(line[..colon], line[(colon + 1)..]));
            }
        }

        return names;
    }

    private List<EventName> ReadDirectories()
    {
        List<EventName> names = [];
        string events = Path.Combine(_directory, "events");
        foreach (string system in Directory.Exists(events) ? Directory.GetDirectories(events) : [])
        {
            foreach (string name in Directory.GetDirectories(system))
            {
                if (File.Exists(Path.Combine(name, "enable"))) // ftrace's own have none: their tracer writes them
                {
                    names.Add(new EventName(Path.GetFileName(system), Path.GetFileName(name)));
                }
            }
        }

        return names;
    }

    private void SetSystem(string system, ImmutableArray<EventName> names, bool on, List<EventName> changed, List<TracefsException> refused)
    {
        string token = on ? "1" : "0";
        bool isWhole = names.Length > 1 && names.Length == Available.Count(name => name.System == system);
        if (isWhole && new ControlFile(Path.Combine(_directory, "events", system, "enable")).TryWrite(token) == 0)
        {
            changed.AddRange(names);
            return;
        }

        // Also where the system's own file failed: it stops at nothing and tells only of the first error.
        foreach (EventName name in names)
        {
            var enable = new ControlFile(Path.Combine(EventDirectory(name), "enable"));
            int errno = enable.TryWrite(token);
            if (errno == 0)
            {
                changed.Add(name);
            }
            else
            {
                refused.Add(Remedy.Explain(enable.Path, $"write '{token}'", errno));
            }
        }
    }

    private TracefsException NoMatch(string glob)
    {
        string[] sides = glob.Split((char[])[':', '/'], 2);
        bool hasSystem = Available.Any(name => KernelGlob.IsMatch(sides[0], name.System));
        string remedy = sides[0] == "ftrace" ? HasNoSwitch(glob)
            : !hasSystem && TracerConfig.OfEventSystem(sides[0]) is KernelOption option
            ? $"this kernel has no such event; {sides[0]} needs {option}"
            : $"this kernel has no such event, or its module is not loaded: see 'ftop list events'{Near(sides, hasSystem)}";
        return new TracefsException(Path.Combine(_directory, "events"), $"find event '{glob}' in", 0, TracefsFailure.NotSupported, remedy);
    }

    private static string HasNoSwitch(string glob) => glob == Marks.Event
        ? "these are the marks that programs write to trace_marker: no switch and no filter is for them. Kernels from 6.16 on have them in every recording; "
            + "on others they are in the top-level buffer alone: 'cat /sys/kernel/tracing/trace'"
        : "ftrace's own events have no switch: a tracer writes them, as function does ftrace:function";

    // Events of the system where there is one of this name; else events of the name in any, or systems.
    private string Near(string[] sides, bool hasSystem)
    {
        string[] systems = [.. Available.Select(name => name.System).Distinct()];
        if (sides.Length == 1)
        {
            return NearNames.Tail(NearNames.Of(sides[0], systems.Concat(Available.Select(name => name.Name))));
        }

        EventName[] among = [.. Available.Where(name => !hasSystem || KernelGlob.IsMatch(sides[0], name.System))];
        string[] near = [.. NearNames.Of(sides[1], among.Select(name => name.Name)).Select(name => $"{among.First(one => one.Name == name)}")];
        return NearNames.Tail(near.Length > 0 ? near : NearNames.Of(sides[0], systems));
    }
}

/// <summary>What became of a glob.</summary>
/// <param name="Changed">The events that are now as asked, sorted.</param>
/// <param name="Refused">Events that the kernel refused, and why.</param>
public sealed record EventChange(ImmutableArray<EventName> Changed, ImmutableArray<TracefsException> Refused);

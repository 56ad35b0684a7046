using System.Collections.Immutable;
using Ftop.Decoding;
using Ftop.Tracefs.Errors;

namespace Ftop.Tracefs.Control;

// Tasks that are left out of the events that are switched on, together with what an event's own filter lets pass.
public sealed partial class EventControl
{
    private readonly Dictionary<EventName, string> _ownFilters = [];
    private readonly HashSet<EventName> _switchedOn = [];
    private Func<bool, string> _leaveOut = static _ => "";
    private bool _hasLeftOut;

    /// <summary>
    /// Leaves tasks out of all events that are on, or will be, except those that are the CPU's (<see cref="EventContext"/>). Events that cannot be filtered
    /// by task pass; of these whoever counts has to leave the tasks out.
    /// </summary>
    /// <param name="filter">Makes the filter, for systems whose events are all a task's, and for others; an empty one lets all pass.</param>
    internal void LeaveOut(Func<bool, string> filter)
    {
        _leaveOut = filter;
        LeaveOutOf([.. _switchedOn]);
    }

    private void LeaveOutOf(ImmutableArray<EventName> names)
    {
        foreach (IGrouping<string, EventName> system in names.Where(name => !EventContext.IsOfTheCpu(name.System)).GroupBy(name => name.System))
        {
            LeaveOutOf(system.Key, [.. system]);
        }
    }

    private void LeaveOutOf(string system, ImmutableArray<EventName> names)
    {
        string filter = _leaveOut(EventContext.IsOfATask(system));
        _switchedOn.UnionWith(names);
        _hasLeftOut |= filter.Length > 0;
        if (!_hasLeftOut)
        {
            return; // nothing to write, and nothing to take back
        }

        // One write for a whole system; at the top level others' filters are to be put back, of which only the events' files tell.
        bool isWhole = names.Length > 1 && _journal is null && !_ownFilters.Keys.Any(name => name.System == system);
        if (isWhole && new ControlFile(Path.Combine(_directory, "events", system, "filter")).TryWrite(OrNone(filter)) == 0)
        {
            return;
        }

        foreach (EventName name in names)
        {
            FilterOf(name).TryWrite(OrNone(TaskFilter.And(filter, _ownFilters.GetValueOrDefault(name, ""))));
        }
    }

    // The whole filter first, as the event may be on. What the kernel says of a wrong one is about the text that it was given: the operator's part is tried
    // alone for that. A refused filter lets everything pass, so what was there is written again.
    private int TryFilter(EventName name, string own)
    {
        string leaveOut = EventContext.IsOfTheCpu(name.System) ? "" : _leaveOut(EventContext.IsOfATask(name.System));
        ControlFile file = FilterOf(name);
        int errno = file.TryWrite(OrNone(TaskFilter.And(leaveOut, own)));
        if (errno == 0)
        {
            _switchedOn.Add(name);
            _hasLeftOut |= leaveOut.Length > 0;
            if (own.Length > 0)
            {
                _ownFilters[name] = own;
            }
            else
            {
                _ownFilters.Remove(name);
            }
        }

        return errno;
    }

    private TracefsException WhyRefused(EventName name, string own, int errno)
    {
        ControlFile file = FilterOf(name);
        string value = OrNone(own);
        file.TryWrite(value);
        TracefsException reason = Refused(
            file.Path, $"write '{value}'", errno, value, "the kernel does not accept this filter: see the event's fields in its format file");
        TryFilter(name, _ownFilters.GetValueOrDefault(name, ""));
        return reason;
    }

    private ControlFile FilterOf(EventName name) => new(Path.Combine(EventDirectory(name), "filter"), _journal);

    private static string OrNone(string filter) => filter.Length == 0 ? "0" : filter;
}

using System.Collections.Immutable;
using Ftop.Aggregation.Views;
using Ftop.Output;
using Ftop.Tracefs;
using Ftop.Tracefs.Control;

namespace Ftop.Session;

/// <summary>The events that are on from the start: what was asked for, or what is cheap and always useful, as far as this kernel has it.</summary>
internal static class FirstEvents
{
    /// <summary>Switches them on.</summary>
    /// <param name="array">Where.</param>
    /// <param name="settings">What the buffer is to be like.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="probes">Events of the probes that were made.</param>
    /// <exception cref="RefusalException">A view needs events that this kernel lacks.</exception>
    public static void SwitchOn(TraceArray array, TraceSettings settings, SessionOptions options, ImmutableArray<EventName> probes)
    {
        foreach (EventChoice choice in options.Events)
        {
            settings.SetEvents(array, choice.Glob, on: true, choice.Filter);
        }

        foreach (EventName probe in probes)
        {
            settings.SetEvents(array, probe.ToString(), on: true);
        }

        foreach (ViewDefinition view in options.Views)
        {
            foreach (string need in view.Needs)
            {
                SwitchOnFor(view, need, array, settings);
            }

            ImmutableArray<EventName> has = view.Also.IsEmpty ? [] : array.Events.Available;
            string[] also = [.. view.Also.Where(glob => has.Any(name => name.System == glob || name.ToString() == glob))];
            foreach (string glob in also)
            {
                settings.SetEvents(array, glob, on: true);
            }

            if (view.IsOfProbes)
            {
                NoteLackOfProbes(probes, settings);
            }
            else if (view.Needs.IsEmpty && !view.Also.IsEmpty && also.Length == 0)
            {
                Lack(view, "of these", settings);
            }
        }

        if (!options.Events.IsEmpty || !probes.IsEmpty || !options.Views.IsEmpty || options.Tracer is not null)
        {
            return;
        }

        ImmutableArray<EventName> available = array.Events.Available;
        foreach (string glob in (string[])[TraceSettings.SystemCallGlob(array), "sched:sched_switch", "irq:*"])
        {
            string system = glob.Split(':')[0];
            if (available.Any(name => name.System == system))
            {
                settings.SetEvents(array, glob, on: true);
            }
        }
    }

    private static void SwitchOnFor(ViewDefinition view, string need, TraceArray array, TraceSettings settings)
    {
        string glob = need == "raw_syscalls" ? TraceSettings.SystemCallGlob(array) : need;
        if (view.NeedsConfig.Length > 0 && !array.Events.Has(glob))
        {
            Lack(view, need, settings);
        }
        else
        {
            settings.SetEvents(array, glob, on: true);
        }
    }

    private static void NoteLackOfProbes(ImmutableArray<EventName> probes, TraceSettings settings)
    {
        if (probes.IsEmpty)
        {
            settings.Note("view probes is empty: no probe was made; expected --probe DEFINITION, as in --probe p:vfs_read");
        }
    }

    // A view from a file stays, as it may be one of several for several kernels.
    private static void Lack(ViewDefinition view, string need, TraceSettings settings)
    {
        string lacks = $"view {view.Id}: this kernel has no events {need}; {view.NeedsConfig} brings them";
        settings.Note(view.IsFromFile ? lacks : throw new RefusalException(ExitCode.NotSupported, lacks));
    }
}

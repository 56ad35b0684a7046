using System.Collections.Immutable;

namespace Ftop.Tui.Control;

/// <summary>Which events are ticked in a picker: at once what the operator ticked, and after the kernel's answer what is on.</summary>
internal sealed class EventTicks
{
    /// <summary>The item that stands for every event.</summary>
    public const string All = "all";

    private const string OfSystem = ":*";
    private readonly ImmutableArray<string> _names;
    private readonly Dictionary<string, int> _sizes;
    private readonly HashSet<string> _on = [];

    /// <param name="names">Every event, as <c>system:name</c>, sorted.</param>
    /// <param name="on">As <see cref="TracingState.Events"/>.</param>
    public EventTicks(ImmutableArray<string> names, ImmutableArray<string> on)
    {
        _names = names;
        _sizes = names.CountBy(name => EventSet.SystemOf(name).ToString()).ToDictionary();
        Read(on);
    }

    /// <summary>Events that are ticked.</summary>
    public int Count => _on.Count;

    /// <summary>Lines to choose from: each system as a whole, <c>irq:*</c>, before its events, what is on first; <c>all</c> at the end.</summary>
    public ImmutableArray<string> Items
    {
        get
        {
            var items = new List<string>();
            string system = "";
            foreach (string name in _names)
            {
                if (!EventSet.SystemOf(name).SequenceEqual(system))
                {
                    system = EventSet.SystemOf(name).ToString();
                    items.Add(system + OfSystem);
                }

                items.Add(name);
            }

            return [.. items.Where(IsOn), .. items.Where(item => !IsOn(item)), All];
        }
    }

    /// <summary>What an item means to <see cref="ITracingControl.SetEvents"/>.</summary>
    public static string GlobOf(string item) => item.EndsWith(OfSystem, StringComparison.Ordinal) ? item[..^OfSystem.Length] : item;

    public bool IsOn(string item)
    {
        if (item == All)
        {
            return _on.Count == _names.Length && _on.Count > 0;
        }

        if (!item.EndsWith(OfSystem, StringComparison.Ordinal))
        {
            return _on.Contains(item);
        }

        string system = GlobOf(item);
        return _on.Count(name => EventSet.SystemOf(name).SequenceEqual(system)) == _sizes[system];
    }

    /// <summary>Ticks an item or takes its tick away.</summary>
    public void Set(string item, bool on)
    {
        string glob = GlobOf(item);
        foreach (string name in _names)
        {
            if (item == All || name == glob || EventSet.SystemOf(name).SequenceEqual(glob))
            {
                _ = on ? _on.Add(name) : _on.Remove(name);
            }
        }
    }

    /// <summary>Takes what is on.</summary>
    public void Read(ImmutableArray<string> on)
    {
        _on.Clear();
        foreach (string name in _names)
        {
            if (EventSet.IsOn(on, name))
            {
                _on.Add(name);
            }
        }
    }
}

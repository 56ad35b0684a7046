using System.Collections.Immutable;
using Ftop.Tui.Input;
using Terminal.Gui.Input;

namespace Ftop.Tui;

/// <summary>One line of the help: the keys, and what they do.</summary>
public sealed class KeyEntry
{
    internal KeyEntry(KeyAction action, string label, string shortHelp, string help, Action<AppWindow, Key> @do, params ReadOnlySpan<Key> keys)
    {
        (Action, Label, ShortHelp, Help, Do, Keys) = (action, label, shortHelp, help, @do, [.. keys]);
    }

    /// <summary>The keys as the help writes them, blanks between: <c>j Down</c>.</summary>
    public string Label { get; }

    /// <summary>One sentence without a full stop.</summary>
    public string Help { get; }

    internal KeyAction Action { get; }

    /// <summary>A word or two for the key line; empty where the key is not on it.</summary>
    internal string ShortHelp { get; }

    internal ImmutableArray<Key> Keys { get; }

    /// <summary>Does it; on the UI thread.</summary>
    internal Action<AppWindow, Key> Do { get; }

    /// <summary>Where it has a meaning.</summary>
    internal KeyScope Where { get; init; }
}

using System.Collections.Immutable;
using Ftop.Tui.Input;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;

namespace Ftop.Tui;

/// <summary>One line of the help: the keys, and what they do.</summary>
public sealed class KeyEntry
{
    internal KeyEntry(KeyAction action, string label, string shortHelp, string help, params ReadOnlySpan<Key> keys)
    {
        (Action, Label, ShortHelp, Help, Keys) = (action, label, shortHelp, help, [.. keys]);
    }

    /// <summary>The keys as the help writes them, blanks between: <c>j Down</c>.</summary>
    public string Label { get; }

    /// <summary>One sentence without a full stop.</summary>
    public string Help { get; }

    internal KeyAction Action { get; }

    /// <summary>A word or two for the key line; empty where the key is not on it.</summary>
    internal string ShortHelp { get; }

    internal ImmutableArray<Key> Keys { get; }

    /// <summary>Whether it changes what is traced, which a recording does not allow.</summary>
    internal bool IsForTracing => Keys is [{ KeyCode: KeyCode.D9 }] || Action is KeyAction.Pin or KeyAction.FunctionTracer or KeyAction.FunctionGraph or KeyAction.GraphTime or KeyAction.SystemCalls
        or KeyAction.EventPicker or KeyAction.TracerPicker or KeyAction.PidFilter or KeyAction.FunctionFilter or KeyAction.AllOff or KeyAction.Record or KeyAction.SavePast;
}

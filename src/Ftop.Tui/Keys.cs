using System.Collections.Frozen;
using System.Collections.Immutable;
using Ftop.Tui.Input;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;

namespace Ftop.Tui;

/// <summary>The keys of the live screen: looked up in the one table of commands.</summary>
public static class Keys
{
    /// <summary>Every key, in the order of the help.</summary>
    public static ImmutableArray<KeyEntry> Table => AppWindow.Commands;

    private static FrozenDictionary<KeyCode, KeyEntry> EntriesByKey { get; } =
        Table.SelectMany(entry => entry.Keys.Select(key => KeyValuePair.Create(key.KeyCode, entry))).ToFrozenDictionary();

    /// <summary>What keys without a meaning here do in htop.</summary>
    private static FrozenDictionary<KeyCode, string> InHtop { get; } = new Dictionary<KeyCode, string>
    {
        [KeyCode.F2] = "setup",
        [KeyCode.F5] = "tree",
        [KeyCode.F7] = "nice",
        [KeyCode.F8] = "nice",
        [KeyCode.F9] = "kill",
    }.ToFrozenDictionary();

    /// <summary>The answer to a key that has no meaning.</summary>
    internal static string AnswerTo(Key key) => InHtop.TryGetValue(key.KeyCode, out string? deed)
        ? $"{key} ({deed} in htop) does nothing here; ? lists the keys"
        : $"{key} does nothing here; ? lists the keys";

    internal static KeyEntry? EntryOf(Key key) => EntriesByKey.GetValueOrDefault(key.KeyCode);

    internal static KeyAction ActionOf(Key key) => EntryOf(key)?.Action ?? KeyAction.None;
}

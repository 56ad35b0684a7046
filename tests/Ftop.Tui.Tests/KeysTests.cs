using Ftop.Tui.Input;
using Ftop.Tui.Panes;

namespace Ftop.Tui.Tests;

public sealed class KeysTests
{
    // The keys of the live screen as they are promised; r and R come with recording.
    private const string Promised = "0 1 2 3 4 5 6 7 8 9 q ? h Space Tab z Up Down PgUp PgDn Home End j k Enter Esc < > I / \\ + - c m f g s e t p l X P T D Ctrl-L n N F1 F10";

    [Fact]
    public void Table_HasEveryPromisedKey()
    {
        string[] labels = [.. Keys.Table.SelectMany(entry => entry.Label.Split(' '))];
        Assert.Empty(Promised.Split(' ').Except(labels));
    }

    [Fact]
    public void Table_NoKeyIsThereTwice()
    {
        string[] labels = [.. Keys.Table.SelectMany(entry => entry.Label.Split(' '))];
        Assert.Equal(labels.Distinct(), labels);
        Assert.Equal(Keys.Table.Sum(entry => entry.Keys.Length), Keys.Table.SelectMany(entry => entry.Keys).Select(key => key.KeyCode).Distinct().Count());
    }

    [Fact]
    public void Table_HasAsManyKeysAsItNames() => Assert.All(Keys.Table, entry => Assert.Equal(entry.Label.Split(' ').Length, entry.Keys.Length));

    [Fact]
    public void Help_HasEveryLineOfTheTable()
    {
        List<TextLine> lines = [];
        Help.Write(lines);
        Assert.All(Keys.Table, entry => Assert.Contains(lines, line => line.Text.TrimStart().StartsWith(entry.Label + "  " + entry.Help, StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryActionHasAKey() =>
        Assert.Equal(Enum.GetValues<KeyAction>().Where(action => action != KeyAction.None), Keys.Table.Select(entry => entry.Action).Distinct().Order());
}

using System.Collections.Immutable;
using Terminal.Gui.Drawing;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Themes;

/// <summary>How each role looks.</summary>
public sealed class Theme
{
    /// <summary>For a program without its files: the terminal's own colours, reversed where something must stand out.</summary>
    public static readonly Theme Plain = new("plain", new Dictionary<ThemeRole, Attribute>
    {
        [ThemeRole.Header] = Own(TextStyle.Reverse),
        [ThemeRole.SortedColumn] = Own(TextStyle.Bold),
        [ThemeRole.Selected] = Own(TextStyle.Reverse),
        [ThemeRole.Key] = Own(TextStyle.Bold),
        [ThemeRole.BarHigh] = Own(TextStyle.Bold),
        [ThemeRole.Warning] = Own(TextStyle.Bold),
        [ThemeRole.Error] = Own(TextStyle.Bold | TextStyle.Reverse),
    });

    private readonly ImmutableArray<Attribute> _attributes;

    internal Theme(string name, IReadOnlyDictionary<ThemeRole, Attribute> attributes)
    {
        Name = name;
        Attribute normal = attributes.GetValueOrDefault(ThemeRole.Normal, Own(TextStyle.None));
        _attributes = [.. Enum.GetValues<ThemeRole>().Select(role => attributes.GetValueOrDefault(role, normal))];
    }

    /// <summary>The file's name without <c>.json</c>.</summary>
    public string Name { get; }

    /// <summary>Look of <paramref name="role"/>; a colour of <see cref="Color.None"/> is the terminal's own.</summary>
    public Attribute this[ThemeRole role] => _attributes[(int)role];

    /// <summary>The same for a terminal without colours: what only a colour told apart looks as in <see cref="Plain"/>.</summary>
    public Theme WithoutColors() => new(Name, Enum.GetValues<ThemeRole>().ToDictionary(role => role, role =>
        this[role] is { Foreground.A: 0, Background.A: 0 } own ? own : Plain[role]));

    private static Attribute Own(TextStyle style) => new(Color.None, Color.None, style);
}

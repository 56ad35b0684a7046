using System.Collections.Immutable;

namespace Ftop.Tracefs.Probes;

/// <summary>
/// A probe as it was typed, in the kernel's grammar (Documentation/trace/kprobetrace.rst, uprobetracer.rst, fprobetrace.rst, eprobetrace.rst):
/// <code>
/// p[:[GROUP/]NAME] [MODULE:]SYMBOL[+OFFSET]|ADDRESS|PATH:SYMBOL|PATH:OFFSET [NAME=]ARGUMENT…
/// </code>
/// and in a shorter one: where no place stands behind it, what stands behind the colon is the place and not a name.
/// <code>
/// p:vfs_read file=+0($arg1):x64
/// </code>
/// </summary>
public sealed record ProbeDefinition
{
    /// <summary>As it was typed.</summary>
    public required string Text { get; init; }

    /// <summary>What it is on.</summary>
    public required ProbeKind Kind { get; init; }

    /// <summary>The letter, and behind <c>r</c> how many returns may be awaited at once: <c>r16</c>.</summary>
    public required string Letter { get; init; }

    /// <summary>The group that was asked for; ftop's own stands in its place. Null for none.</summary>
    public string? Group { get; init; }

    /// <summary>The name that was asked for; of an empty text where none was.</summary>
    public required ProbeWord Name { get; init; }

    /// <summary>Where it is; of a synthetic event an empty word.</summary>
    public required ProbePlace Place { get; init; }

    /// <summary>What is kept of every hit; of a synthetic event its fields.</summary>
    public ImmutableArray<ProbeWord> Arguments { get; init; } = [];

    /// <summary>Whether it is hit where a function returns.</summary>
    public bool IsReturn => Kind == ProbeKind.Return || Place.IsReturn;

    /// <summary>Whether it is in a program or library.</summary>
    public bool IsUser => Place.Path is not null;

    /// <summary>What an event of it is called where no name was asked for: as its function, and a return as <c>vfs_read__return</c>.</summary>
    public string NameOfPlace
    {
        get
        {
            string place = Place switch
            {
                { IsNumber: true, Path: string path } => $"{Path.GetFileName(path)}_{Place.Symbol.Text}",
                { IsNumber: true } => $"at_{Place.Symbol.Text}",
                _ when Kind == ProbeKind.Event => Place.Word.Text[(Place.Word.Text.IndexOfAny(['/', '.']) + 1)..],
                _ => Place.Symbol.Text + Place.Offset,
            };
            string name = string.Concat(place.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
            name = name.Length == 0 || char.IsAsciiDigit(name[0]) ? "_" + name : name;
            return name[..Math.Min(name.Length, MostNameChars)] + (IsReturn ? ReturnSuffix : "");
        }
    }

    // The kernel's MAX_EVENT_NAME_LEN is 64, and a suffix and a number come behind.
    private const int MostNameChars = 48;
    private const string ReturnSuffix = "__return";

    /// <summary>As the kernel takes it.</summary>
    /// <param name="group">The group that it is to be in.</param>
    /// <param name="name">What it is to be called.</param>
    /// <param name="place">The place, with an offset where a file's symbol was typed.</param>
    internal string ToCommand(string group, string name, string place) => Kind == ProbeKind.Synthetic
        ? $"{Letter}:{name} {string.Join(' ', Arguments.Select(argument => argument.Text))}"
        : string.Join(' ', [$"{Letter}:{group}/{name}", place, .. Arguments.Select(argument => argument.Text)]);

    /// <summary>Where in the definition is what stands at a place of <see cref="ToCommand"/>.</summary>
    /// <param name="command">The command.</param>
    /// <param name="index">Of a character in it.</param>
    internal int ColumnNumberOf(string command, int index)
    {
        ReadOnlySpan<char> before = command.AsSpan(0, Math.Clamp(index, 0, command.Length));
        int word = before.Count(' ');
        int inWord = before.Length - 1 - before.LastIndexOf(' ');
        int firstArgument = Kind == ProbeKind.Synthetic ? 1 : 2;
        return word == 0 ? (Name.Text.Length > 0 ? Name.ColumnNumber : 1)
            : word < firstArgument ? Place.Word.ColumnNumber
            : Arguments.Length > word - firstArgument ? Arguments[word - firstArgument].ColumnNumber + Math.Min(inWord, Arguments[word - firstArgument].Text.Length)
            : Text.Length + 1;
    }
}

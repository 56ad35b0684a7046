using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Ftop.Tracefs.Probes;

/// <summary>Reads a <see cref="ProbeDefinition"/>; what only the running kernel can tell is <see cref="ProbeChecks"/>'.</summary>
public static class ProbeParser
{
    private const string Place = "a place, as in vfs_read, vfs_read+0x10, nfsd:nfsd_dispatch or /usr/bin/app:main";

    /// <summary>Reads a definition.</summary>
    /// <param name="text">As it was typed.</param>
    /// <param name="definition">Null where there is a fault.</param>
    /// <param name="fault">Null where there is none.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ProbeDefinition? definition, [NotNullWhen(false)] out ProbeFault? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        ImmutableArray<ProbeWord> words = Words(text);
        definition = null;
        fault = null;
        if (words.IsEmpty)
        {
            return Fail(1, "nothing there; expected a probe, as in p:vfs_read", text, out fault);
        }

        ProbeWord head = words[0];
        int colon = head.Text.IndexOf(':', StringComparison.Ordinal);
        string letter = colon < 0 ? head.Text : head.Text[..colon];
        if (KindOf(letter) is not ProbeKind kind)
        {
            return Fail(head.ColumnNumber, $"'{Shown(letter)}' is no kind of probe; expected p, r, f, t, e or s, as in p:vfs_read", text, out fault);
        }

        var named = new ProbeWord(colon < 0 ? "" : head.Text[(colon + 1)..], head.ColumnNumber + (colon < 0 ? head.Text.Length : colon + 1));
        bool isShort = kind != ProbeKind.Synthetic && named.Text.Length > 0 && (IsPlaceByItself(named.Text) || words.Length == 1 || IsArgument(words[1].Text));
        ProbeWord place = kind == ProbeKind.Synthetic ? new ProbeWord("", named.ColumnNumber) : isShort ? named : words.Length > 1 ? words[1] : new ProbeWord("", text.Length + 1);
        ProbeWord name = isShort ? new ProbeWord("", named.ColumnNumber) : named;
        int slash = name.Text.IndexOfAny(['/', '.']);
        definition = new ProbeDefinition
        {
            Text = text,
            Kind = kind,
            Letter = letter,
            Group = slash < 0 ? null : name.Text[..slash],
            Name = new ProbeWord(name.Text[(slash + 1)..], name.ColumnNumber + slash + 1),
            Place = kind == ProbeKind.Event ? new ProbePlace { Word = place, Symbol = place } : ProbePlace.Of(place),
            Arguments = words[(kind == ProbeKind.Synthetic || isShort ? 1 : Math.Min(2, words.Length))..],
        };
        fault = FaultOf(definition);
        definition = fault is null ? definition : null;
        return fault is null;
    }

    private static ProbeFault? FaultOf(ProbeDefinition definition)
    {
        ProbeWord name = definition.Name;
        ProbePlace place = definition.Place;
        (int column, string reason) = definition switch
        {
            { Name.Text.Length: > 0 } when !IsName(name.Text) => (name.ColumnNumber, $"'{Shown(name.Text)}' is no name: letters, digits and _, and no digit first"),
            { Kind: ProbeKind.Synthetic } when name.Text.Length == 0 => (name.ColumnNumber, "a synthetic event needs a name, as in s:wakeup_latency u64 lat; pid_t pid"),
            { Kind: ProbeKind.Synthetic, Group: not (null or "synthetic") } => (name.ColumnNumber, "synthetic events are in no group but synthetic"),
            { Kind: ProbeKind.Synthetic, Arguments.IsEmpty: true } => (definition.Text.Length + 1, "no field; expected a type and a name, as in u64 lat; pid_t pid"),
            { Kind: ProbeKind.Synthetic } => (0, ""),
            _ when place.Word.Text.Length == 0 => (place.Word.ColumnNumber, $"nothing there; expected {(definition.Kind == ProbeKind.Event ? "an event, as in sched/sched_switch" : Place)}"),
            { Kind: ProbeKind.Event } when place.Word.Text.IndexOfAny(['/', '.']) < 1 =>
                (place.Word.ColumnNumber, $"'{Shown(place.Word.Text)}' is no event; expected one as in sched/sched_switch"),
            { Kind: ProbeKind.Event } => (0, ""),
            _ when place.Symbol.Text.Length == 0 || (ProbePlace.IsPath(place.Word.Text) && place.Path is null) =>
                (place.Symbol.ColumnNumber, $"no place in {Shown(place.Path ?? place.Word.Text)}; expected PATH:SYMBOL or PATH:OFFSET"),
            { IsUser: true, Kind: not (ProbeKind.Entry or ProbeKind.Return) } => (1, $"{definition.Letter} is for the kernel alone; expected p or r before a path"),
            { Letter.Length: > 1, IsUser: true } => (2, "how many returns may be awaited is told of kernel functions alone; expected r before a path"),
            _ => (0, ""),
        };
        return column == 0 ? null : new ProbeFault(definition.Text, column, reason);
    }

    // Only r takes a number: how many returns may be awaited at once.
    private static ProbeKind? KindOf(string letter) => letter switch
    {
        "p" => ProbeKind.Entry,
        "f" => ProbeKind.Function,
        "t" => ProbeKind.Tracepoint,
        "e" => ProbeKind.Event,
        "s" => ProbeKind.Synthetic,
        ['r', .. string most] when most.All(char.IsAsciiDigit) => ProbeKind.Return,
        _ => null,
    };

    // No name has a colon or a plus in it.
    private static bool IsPlaceByItself(string text) => text.AsSpan().ContainsAny(':', '+', '%');

    // What the kernel takes for an argument and for no place.
    private static bool IsArgument(string word) =>
        word[0] is '$' or '%' or '@' or '\\' or '+' or '-' || (word.IndexOf('=', StringComparison.Ordinal) is int equal and > 0 && IsName(word[..equal]));

    private static bool IsName(string text) =>
        text.Length is > 0 and < 64 && !char.IsAsciiDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    private static string Shown(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '?' : character));

    private static bool Fail(int column, string reason, string text, out ProbeFault fault)
    {
        fault = new ProbeFault(text, column, reason);
        return false;
    }

    private static ImmutableArray<ProbeWord> Words(string text)
    {
        ImmutableArray<ProbeWord>.Builder words = ImmutableArray.CreateBuilder<ProbeWord>();
        for (int start = 0; start < text.Length; start++)
        {
            int end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
            {
                end++;
            }

            if (end > start)
            {
                words.Add(new ProbeWord(text[start..end], start + 1));
                start = end;
            }
        }

        return words.ToImmutable();
    }
}

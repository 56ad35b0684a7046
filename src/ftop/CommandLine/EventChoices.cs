using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Ftop.Tracefs.Control;

namespace Ftop.CommandLine;

/// <summary>Brings each filter to the event choice that it follows on the command line.</summary>
internal static class EventChoices
{
    /// <summary>The choices in the order given.</summary>
    public static ImmutableArray<EventChoice> Read(IReadOnlyList<Token> tokens, Option events, Option filters)
    {
        ImmutableArray<EventChoice>.Builder choices = ImmutableArray.CreateBuilder<EventChoice>();
        foreach ((bool isFilter, string value) in Values(tokens, events, filters))
        {
            if (!isFilter)
            {
                choices.Add(new EventChoice(value, null));
            }
            else if (choices.Count > 0)
            {
                choices[^1] = choices[^1] with { Filter = value };
            }
        }

        return choices.ToImmutable();
    }

    /// <summary>The first filter that no event choice stands before, or that follows another filter; null for none.</summary>
    public static string? StrayFilter(IReadOnlyList<Token> tokens, Option events, Option filters)
    {
        bool hasEvent = false;
        foreach ((bool isFilter, string value) in Values(tokens, events, filters))
        {
            if (isFilter && !hasEvent)
            {
                return value;
            }

            hasEvent = !isFilter;
        }

        return null;
    }

    private static IEnumerable<(bool IsFilter, string Value)> Values(IReadOnlyList<Token> tokens, Option events, Option filters)
    {
        bool? isFilter = null;
        foreach (Token token in tokens.TakeWhile(token => token.Type != TokenType.DoubleDash))
        {
            if (token.Type == TokenType.Option)
            {
                isFilter = Names(events, token.Value) ? false : Names(filters, token.Value) ? true : null;
            }
            else if (isFilter is bool known)
            {
                yield return (known, token.Value);
                isFilter = null;
            }
        }
    }

    private static bool Names(Option option, string text) => option.Name == text || option.Aliases.Contains(text);
}

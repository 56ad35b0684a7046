using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ftop.CommandLine;

/// <summary>Reads the value of an option; false where the text is none.</summary>
internal delegate bool ReadValue<T>(string text, out T value);

/// <summary>Options with a value, whose errors name the option, the value and what was expected.</summary>
internal static class ValueOption
{
    /// <summary>An option that is given once at most.</summary>
    /// <param name="name">Long name, as in <c>--delay</c>.</param>
    /// <param name="alias">Short name, as in <c>-d</c>; null for none.</param>
    /// <param name="valueName">What help calls the value.</param>
    /// <param name="description">What help says.</param>
    /// <param name="expected">What a value must be, as in <c>a number of seconds from 0.1 to 60</c>.</param>
    /// <param name="read">Reads a value.</param>
    public static Option<T> Single<T>(string name, string? alias, string valueName, string description, string expected, ReadValue<T> read)
    {
        Option<T> option = Create<T>(name, alias, valueName, description, expected, ArgumentArity.ZeroOrOne);
        option.CustomParser = result => result.Tokens is [Token token, ..] ? Read(result, name, token.Value, expected, read) : default!;
        return option;
    }

    /// <summary>An option that may be repeated; where <paramref name="separator"/> is given, also with several values at once.</summary>
    public static Option<ImmutableArray<T>> Repeatable<T>(
        string name, string? alias, string valueName, string description, string expected, ReadValue<T> read, char? separator = null)
    {
        Option<ImmutableArray<T>> option = Create<ImmutableArray<T>>(name, alias, valueName, description, expected, ArgumentArity.ZeroOrMore);
        option.CustomParser = result => [.. result.Tokens
            .SelectMany(token => separator is char at ? token.Value.Split(at) : [token.Value])
            .Select(value => Read(result, name, value, expected, read))];
        option.DefaultValueFactory = _ => [];
        return option;
    }

    /// <summary>Any text that is not empty.</summary>
    public static bool ReadText(string text, out string value)
    {
        value = text;
        return text.Length > 0;
    }

    // The arity allows no value, so that the error for that is ours too.
    private static Option<T> Create<T>(string name, string? alias, string valueName, string description, string expected, ArgumentArity arity)
    {
        var option = new Option<T>(name, alias is null ? [] : [alias]) { HelpName = valueName, Description = description, Arity = arity };
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.Tokens.Count == 0)
            {
                result.AddError($"{name}: the value is missing; expected {expected}");
            }
        });
        return option;
    }

    private static T Read<T>(ArgumentResult result, string name, string text, string expected, ReadValue<T> read)
    {
        if (!read(text, out T value))
        {
            result.AddError($"{name}: '{text}' is not {expected}");
        }

        return value;
    }
}

using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Ftop.Tracefs.Probes;

namespace Ftop.CommandLine;

/// <summary><c>--probe</c>, whose errors have the definition with a caret at the place under them.</summary>
internal static class ProbeOption
{
    public const string Name = "--probe";

    private const string Description =
        "A probe, as in 'p:vfs_read file=+0($arg1):x64', 'r:vfs_read ret=$retval:s64' or 'p:/usr/lib/libc.so.6:malloc size=%di:u64', in the kernel's grammar. "
        + "Where no place stands behind what follows the colon, that is the place and not a name. Its event is probe:NAME";

    public static Option<ImmutableArray<ProbeDefinition>> Create()
    {
        var option = new Option<ImmutableArray<ProbeDefinition>>(Name)
        {
            HelpName = "DEFINITION",
            Description = Description,
            Arity = ArgumentArity.ZeroOrMore,
            CustomParser = result => [.. result.Tokens.Select(token => Read(result, token.Value)).OfType<ProbeDefinition>()],
            DefaultValueFactory = _ => [],
        };
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.Tokens.Count == 0)
            {
                result.AddError($"{Name}: the value is missing; expected a probe, as in p:vfs_read");
            }
        });
        return option;
    }

    private static ProbeDefinition? Read(ArgumentResult result, string text)
    {
        if (!ProbeParser.TryParse(text, out ProbeDefinition? definition, out ProbeFault? fault))
        {
            result.AddError($"{Name}: {fault.WithCaret}");
        }

        return definition;
    }
}

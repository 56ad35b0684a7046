using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Ftop.Tracefs.Probes;

/// <summary>What can be told of definitions before the kernel is asked: whether it has the function, lets a probe be there, and knows the arguments.</summary>
internal sealed partial class ProbeChecks(ProbeSupport support, KernelFunctions functions)
{
    /// <summary>The first fault; null where the kernel may be asked.</summary>
    public ProbeFault? FaultOf(IReadOnlyCollection<ProbeDefinition> definitions)
    {
        ImmutableHashSet<string> missing = functions.Missing(definitions.Where(IsOnFunction).Select(definition => definition.Place.Symbol.Text));
        return definitions.Select(definition => FaultOf(definition, missing)).FirstOrDefault(fault => fault is not null);
    }

    private static bool IsOnFunction(ProbeDefinition definition) =>
        definition is { Kind: ProbeKind.Entry or ProbeKind.Return or ProbeKind.Function, IsUser: false, Place: { IsNumber: false, Module: null } } && !definition.Place.Symbol.Text.Contains('*', StringComparison.Ordinal);

    private ProbeFault? FaultOf(ProbeDefinition definition, ImmutableHashSet<string> missing)
    {
        ProbeWord symbol = definition.Place.Symbol;
        if (IsOnFunction(definition) && missing.Contains(symbol.Text))
        {
            return Fault(symbol.ColumnNumber, $"the kernel has no function {symbol.Text}, or its module is not loaded{functions.Near(symbol.Text)}");
        }

        if (IsOnFunction(definition) && functions.IsBlacklisted(symbol.Text))
        {
            return Fault(symbol.ColumnNumber, $"the kernel lets no probe be on {symbol.Text}, which probes themselves need (kprobes/blacklist); one of its callers will do");
        }

        if (definition.Kind == ProbeKind.Return && definition.Place is { IsEntry: false, IsNumber: false, IsReturn: false })
        {
            return Fault(definition.Place.Word.ColumnNumber, "a return is of a whole function; expected no offset");
        }

        if (definition.Kind is ProbeKind.Event or ProbeKind.Synthetic)
        {
            return null; // what a $ means there are fields of another event
        }

        foreach (ProbeWord argument in definition.Arguments)
        {
            foreach (Match part in Special().Matches(Unquoted(argument.Text)))
            {
                if (FaultOf(part.Value, definition) is string reason)
                {
                    return Fault(argument.ColumnNumber + part.Index, reason);
                }
            }
        }

        return null;

        ProbeFault Fault(int column, string reason) => new(definition.Text, column, reason);
    }

    private string? FaultOf(string part, ProbeDefinition definition) => part switch
    {
        ['%', .. string name] => Registers.Names.IsEmpty || name == "return" || Registers.Names.Contains(name) ? null : $"this machine has no register {part}; it has {string.Join(", ", Registers.Names)}",
        "$retval" => definition.IsReturn ? null : "a return value is known at the return alone; expected r in place of p",
        "$comm" or "$stack" or "$current" => null,
        ['$', 's', 't', 'a', 'c', 'k', .. string number] when IsNumber(number) => null,
        "$arg*" => null, // since 6.4, where the kernel knows types
        ['$', 'a', 'r', 'g', .. string number] => IsNumber(number) ? FaultOfArgument(number, definition) : $"'{part}' is no argument; expected $arg1 for the first",
        _ => $"'{part}' is nothing that a probe knows; expected $argN, $retval, $comm, $stack or $stackN",
    };

    private string? FaultOfArgument(string number, ProbeDefinition definition) => definition switch
    {
        _ when int.Parse(number, CultureInfo.InvariantCulture) == 0 => "arguments are counted from 1",
        { IsUser: true } => $"a probe in a program has no $arg{number}: it has registers, of which the first argument is in {Registers.FirstArgument}",
        _ when !support.HasArguments => $"this kernel knows no $arg{number} on this architecture: expected registers, as in %NAME",
        { IsReturn: true } => support.HasArgumentsAtReturn ? null : "this kernel knows arguments at the entry alone (at the return since Linux 6.9): expected p, or $retval",
        { Place: { IsEntry: false, IsNumber: false } } => $"$arg{number} is known at a function's entry alone; expected no offset",
        _ => null,
    };

    private static bool IsNumber(string text) => text.Length is > 0 and < 4 && text.All(char.IsAsciiDigit);

    // Blanks in place of a text in quotes, so that columns stay.
    private static string Unquoted(string text) => Quoted().Replace(text, match => new string(' ', match.Length));

    [GeneratedRegex(@"\$\w*\*?|(?<![:/])%\w+")]
    private static partial Regex Special();

    [GeneratedRegex("\"[^\"]*\"?")]
    private static partial Regex Quoted();
}

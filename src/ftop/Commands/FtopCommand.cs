using System.CommandLine;
using Ftop.CommandLine;
using Ftop.Output;
using Ftop.Session;

namespace Ftop.Commands;

/// <summary>The program as its command line: the live monitor itself, and its subcommands.</summary>
internal sealed class FtopCommand
{
    private readonly RootCommand _root = new("top for the Linux kernel's ftrace: shows live what the kernel does, counted and timed.");
    private readonly LiveGrammar _grammar = new();

    /// <param name="live">Runs live and batch, and returns the exit code; null for a program of subcommands alone.</param>
    public FtopCommand(Func<LiveOptions, Task<int>>? live)
    {
        if (live is not null)
        {
            _grammar.AddTo(_root);
            _root.SetAction(parsed => live(_grammar.Read(parsed)));
        }
    }

    /// <summary>Adds a subcommand.</summary>
    public FtopCommand With(Command command)
    {
        _root.Add(command);
        return this;
    }

    /// <summary>
    /// Does what <paramref name="arguments"/> say and returns the exit code. The one place where a failure becomes a line on
    /// <paramref name="error"/>.
    /// </summary>
    public async Task<int> Run(string[] arguments, TextWriter output, TextWriter error)
    {
        ParseResult parsed = _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        bool isAnswer = parsed.Action is { ClearsParseErrors: true };
        IEnumerable<string> faults = parsed.Errors.Select(fault => fault.Message);
        if (parsed.CommandResult.Command == _root && !faults.Any())
        {
            faults = _grammar.Faults(parsed);
        }

        if (!isAnswer && faults.Any())
        {
            foreach (string fault in faults)
            {
                error.WriteLine($"ftop: {fault}");
            }

            error.WriteLine("Try 'ftop --help'.");
            return ExitCode.Usage;
        }

        try
        {
            var invocation = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(invocation);
        }
        catch (BrokenPipeException)
        {
            return StandardStream.IsHungUp ? ExitCode.HungUp : ExitCode.Done; // As head(1) leaves a list: it has what it wanted.
        }
        catch (Exception exception)
        {
            string message = Failure.Describe(exception, out int exitCode); // what was changed was put back on the way here
            error.WriteLine($"ftop: {message}");
            return exitCode;
        }
    }
}

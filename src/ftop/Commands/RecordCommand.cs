using System.CommandLine;
using Ftop.CommandLine;
using Ftop.Output;
using Ftop.Recording;
using Ftop.Runs;
using Ftop.TraceDat.Writing;

namespace Ftop.Commands;

/// <summary><c>ftop record</c>: records to a trace.dat, with trace-cmd record's options.</summary>
internal static class RecordCommand
{
    private const string Name = "record";

    /// <param name="error">Takes progress and notices.</param>
    public static Command Create(TextWriter error)
    {
        var grammar = new RecordGrammar();
        var command = new Command(Name, "Record to a trace.dat, with trace-cmd record's options");
        grammar.AddTo(command);
        command.SetAction(parsed => grammar.IsRecovery(parsed) ? Recover(grammar.OutputOf(parsed), error) : RecordRun.Run(grammar.Read(parsed), error));
        return command;
    }

    /// <summary>Arguments in which the command's own options cannot be taken for ftop's.</summary>
    public static string[] Arrange(string[] arguments) => arguments is [Name, ..] ? new RecordGrammar().WithCommandApart(arguments) : arguments;

    private static Task<int> Recover(string path, TextWriter error)
    {
        LeftOut leftOut = RecordingFiles.Recover(path);
        error.WriteLine(leftOut.Bytes == 0 ? $"ftop: {path}: joined" : $"ftop: {path}: joined, but {leftOut}");
        return Task.FromResult(leftOut.Bytes == 0 ? ExitCode.Done : ExitCode.Failed);
    }
}

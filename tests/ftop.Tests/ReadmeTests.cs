using System.Text.RegularExpressions;
using Ftop.Commands;
using Ftop.Tui;

namespace Ftop.Tests;

public sealed partial class ReadmeTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "README.md"));

    [Fact]
    public void Keys_AreThoseOfTheScreen()
    {
        string[] expected = [.. Keys.Table.Select(entry => $"| {string.Join(' ', entry.Label.Split(' ').Select(key => $"`{key}`"))} | {entry.Help} |")];
        int header = Array.IndexOf(Lines, "| key | does |");
        Assert.Equal(expected, Lines[(header + 2)..(header + 2 + expected.Length)]);
        Assert.Equal("", Lines[header + 2 + expected.Length]);
    }

    [Fact]
    public async Task Examples_AreUnderstood()
    {
        int block = Array.FindIndex(Lines, line => line.StartsWith("ftop doctor", StringComparison.Ordinal));
        string[] examples = [.. Lines[block..].TakeWhile(line => line != "```").Where(line => line.StartsWith("ftop ", StringComparison.Ordinal) && !Subcommand().IsMatch(line))];
        Assert.NotEmpty(examples);
        foreach (string example in examples)
        {
            string[] arguments = [.. Word().Matches(example.Split(" #")[0].Split(" | ")[0]).Skip(1).Select(word => word.Value.Trim('\''))];
            var error = new StringWriter();
            int exitCode = await new FtopCommand(_ => Task.FromResult(0)).Run(arguments, TextWriter.Null, error);
            Assert.Equal((example, 0, ""), (example, exitCode, error.ToString()));
        }
    }

    [GeneratedRegex("^ftop (list|report|replay|capture|record|convert|doctor|reset)")]
    private static partial Regex Subcommand();

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Word();
}

using System.Buffers;
using System.CommandLine;
using System.Text;
using System.Text.Json;
using Ftop.Aggregation.Views;
using Ftop.CommandLine;
using Ftop.Decoding.Text;
using Ftop.Listing;
using Ftop.Output;
using Ftop.Tracefs;
using Ftop.Tracefs.Control;

namespace Ftop.Commands;

/// <summary><c>ftop list</c>: what this kernel offers, a name a line, and the views of ftop.</summary>
internal static class ListCommand
{
    private const string Views = "views";

    private static IEnumerable<string> Kinds => [.. TracefsListing.Kinds, Views];

    public static Command Create()
    {
        var kind = new Argument<string>("WHAT") { Description = "events, tracers, functions, options, clocks or views", DefaultValueFactory = _ => "events" };
        var glob = new Argument<string>("GLOB") { Description = "Only names that match as the kernel matches them (* ? [...])", DefaultValueFactory = _ => "*" };
        var json = new Option<bool>("--json") { Description = "One JSON array of the names" };
        Option<string?> tracefs = LiveGrammar.TracefsOption();
        var command = new Command("list", "List what this kernel offers") { kind, glob, json, tracefs };
        kind.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !Kinds.Contains(result.Tokens[0].Value))
            {
                result.AddError($"list: '{result.Tokens[0].Value}' is not one of {string.Join(", ", Kinds)}");
            }
        });
        command.SetAction(parsed =>
        {
            if (parsed.GetRequiredValue(kind) == Views)
            {
                UserViews own = UserViews.Read(UserViews.DefaultDirectory);
                ViewDefinition[] views = [.. ViewCatalog.All.Concat(own.Views).Where(view => KernelGlob.IsMatch(parsed.GetRequiredValue(glob), view.Id))];
                parsed.InvocationConfiguration.Output.Write(parsed.GetValue(json) ? ViewListing.ToJson(views) : ViewListing.ToText(views));
                foreach (string fault in own.Faults)
                {
                    parsed.InvocationConfiguration.Error.WriteLine($"ftop: list: {PlainText.Of(fault)}");
                }

                return ExitCode.Done;
            }

            using var mounted = MountedTracefs.Open(parsed.GetValue(tracefs));
            (string wanted, string pattern) = (parsed.GetRequiredValue(kind), parsed.GetRequiredValue(glob));
            var listing = new TracefsListing(mounted.Root);
            string[] names = [.. listing.Names(wanted, pattern)];
            parsed.InvocationConfiguration.Output.Write(parsed.GetValue(json) ? ToJson(names) : ToText(names));
            if (names.Length == 0)
            {
                string near = NearNames.Tail(NearNames.Of(pattern, listing.Names(wanted, "*").SelectMany(name => name.Split((char[])[' ', ':']))));
                parsed.InvocationConfiguration.Error.WriteLine($"ftop: list: this kernel has no {wanted} that match '{PlainText.Of(pattern)}'{near}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string ToText(IEnumerable<string> names)
    {
        var text = new StringBuilder();
        foreach (string name in names)
        {
            text.Append(PlainText.Of(name)).Append('\n');
        }

        return text.ToString();
    }

    private static string ToJson(IEnumerable<string> names)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (string name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}

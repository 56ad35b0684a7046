using System.CommandLine;
using Ftop.CommandLine;
using Ftop.Doctor;
using Ftop.Tui.Terminal;

namespace Ftop.Commands;

/// <summary><c>ftop doctor</c>: what works here, what does not, why, and the remedy.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object instead of text" };
        Option<string?> tracefs = LiveGrammar.TracefsOption();
        var command = new Command("doctor", "Tell what works here, what does not, why, and what to do; status 0 only if ftop can trace") { json, tracefs };
        command.SetAction(parsed =>
        {
            DoctorReport report = Examination.Run(parsed.GetValue(tracefs));
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(report.ToJson());
            }
            else
            {
                output.Write(report.ToText(isAscii: !TerminalFacts.Read(Environment.GetEnvironmentVariable).IsUtf8));
            }

            return report.ExitCode;
        });
        return command;
    }
}

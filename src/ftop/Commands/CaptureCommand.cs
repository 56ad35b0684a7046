using System.CommandLine;
using System.Globalization;
using Ftop.Capturing;
using Ftop.CommandLine;
using Ftop.Output;

namespace Ftop.Commands;

/// <summary><c>ftop capture</c>: the raw trace of this machine as a directory that <c>report</c> and <c>replay</c> read elsewhere.</summary>
internal static class CaptureCommand
{
    private const double MostSec = 86400 * 365;

    public static Command Create()
    {
        var grammar = new LiveGrammar();
        var directory = new Argument<string>("DIR") { Description = "Where to; new or empty" };
        Option<TimeSpan> duration = ValueOption.Single<TimeSpan>("--duration", "-d", "SEC", "End after SEC seconds", "a number of seconds from 0.001 on", ReadDuration);
        var command = new Command("capture", "Trace into a directory, with all that is needed to read it elsewhere, until Ctrl-C or the end of a program after --") { directory, duration };
        grammar.AddTracingTo(command);
        command.SetAction(parsed =>
        {
            if (grammar.FilterFault(parsed) is string fault)
            {
                throw new RefusalException(ExitCode.Usage, fault);
            }

            TimeSpan? limit = parsed.GetResult(duration) is null ? null : parsed.GetValue(duration);
            return new CaptureRun(parsed.InvocationConfiguration.Error).Run(parsed.GetRequiredValue(directory), grammar.Read(parsed), limit);
        });
        return command;
    }

    private static bool ReadDuration(string text, out TimeSpan duration)
    {
        bool isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0.001 and <= MostSec;
        duration = isNumber ? TimeSpan.FromSeconds(seconds) : default;
        return isNumber;
    }
}

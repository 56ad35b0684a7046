using System.Globalization;
using Ftop.Aggregation.Windows;
using Ftop.Tui.Control;
using Ftop.Tui.Panes;
using Ftop.Tui.Text;

namespace Ftop.Tui;

// What is typed on the bottom line, and what Tab makes of it.
public sealed partial class AppWindow
{
    private void Ask(Prompt prompt) => _keyLine.Show(prompt);

    // Completes what is typed as far as all names agree, and shows the names where there are more.
    private void Complete(Completion completion, string what)
    {
        if (_keyLine.Input is not Prompt prompt)
        {
            return;
        }

        if (completion.Refusal is string refusal)
        {
            Say(new Message(refusal, MessageKind.Refused));
            return;
        }

        if (completion.Count == 0)
        {
            Say(new Message($"no {what} begins with '{completion.Text}'", MessageKind.Refused));
            return;
        }

        prompt.Replace(completion.Text);
        Say(completion.Count == 1 ? null : new Message($"{completion.Count}: {string.Join(' ', completion.Names)}", MessageKind.Done));
        _keyLine.SetStale();
    }

    // Only where nothing was typed meanwhile.
    private void CompleteLater(Task<Completion> completion, string what)
    {
        LineInput? input = _keyLine.Input;
        string typed = (input as Prompt)?.Text ?? "";
        completion.ContinueWith(
            done => _options.Post(() =>
            {
                if (ReferenceEquals(_keyLine.Input, input) && (input as Prompt)?.Text == typed)
                {
                    Complete(done.Result, what);
                }
            }),
            TaskScheduler.Default);
    }

    // By the pid or by the name of what was seen: dd becomes 1234 where there is one dd.
    private void CompletePid(string beginning)
    {
        TableSnapshot<ProcessRow> rows = _screen.Window?.Processes ?? [];
        ProcessRow[] matches =
        [
            .. rows.Where(row => row.Pid > 0 && (PidText(row).StartsWith(beginning, StringComparison.Ordinal) || row.Comm.StartsWith(beginning, StringComparison.Ordinal))),
        ];
        Complete(
            new Completion
            {
                Text = matches.Length == 1 ? PidText(matches[0]) : beginning,
                Names = [.. matches.Take(MostPids).Select(row => $"{PidText(row)} ({SafeText.Of(row.Comm)})")],
                Count = matches.Length,
            },
            "task that was seen");
    }

    private const int MostPids = 30;

    private static string PidText(ProcessRow row) => row.Pid.ToString(CultureInfo.InvariantCulture);
}

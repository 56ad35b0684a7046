using System.Globalization;
using Ftop.Tui.Control;
using Ftop.Tui.Panes;
using Ftop.Tui.Text;

namespace Ftop.Tui;

// A recording is played and gone through; it cannot be changed.
public sealed partial class AppWindow
{
    private static readonly Message OnlyRecordings = new("only a recording has a time to go to: ftop replay FILE plays one", MessageKind.Refused);

    private void GoToBegin()
    {
        if (_options.Replay is IReplayControl replay)
        {
            replay.SeekTo(replay.State.Start);
        }
        else
        {
            Move(int.MinValue);
        }
    }

    private void GoToEnd()
    {
        if (_options.Replay is IReplayControl replay)
        {
            replay.SeekTo(replay.State.End);
        }
        else
        {
            Move(int.MaxValue);
        }
    }

    private void MultiplySpeed(double factor)
    {
        IReplayControl replay = _options.Replay!;
        replay.SetSpeed(replay.State.Speed * factor);
        Say(new Message(string.Create(CultureInfo.InvariantCulture, $"speed {_look.Times}{replay.State.Speed:0.####}"), MessageKind.Done));
    }

    private void AskTime(IReplayControl replay) => Ask(new Prompt("go to (12.5, 50%, +1, -1): ", "")
    {
        OnTaken = text =>
        {
            if (ReplayTime.TryParse(text, replay.State, out ulong time))
            {
                replay.SeekTo(time);
            }
            else
            {
                Say(new Message($"'{text}' is not a time: type seconds as on the screen, a percentage, or + or - seconds", MessageKind.Refused));
            }
        },
    });

    private void RefuseChange() => Say(new Message("a recording cannot change: what was traced is all there is", MessageKind.Refused));
}

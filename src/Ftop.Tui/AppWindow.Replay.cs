using System.Globalization;
using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Panes;
using Ftop.Tui.Text;
using Terminal.Gui.Input;

namespace Ftop.Tui;

// A recording is played and gone through; it cannot be changed.
public sealed partial class AppWindow
{
    private static readonly Message OnlyRecordings = new("only a recording has a time to go to: ftop replay FILE plays one", MessageKind.Refused);

    // True where the key has a meaning of its own in a replay.
    private bool DoInReplay(IReplayControl replay, KeyAction action, Key key)
    {
        switch (action)
        {
            case KeyAction.Freeze:
                replay.PlayOrPause();
                break;
            case KeyAction.StepBack:
            case KeyAction.SortLeft when key == Key.CursorLeft:
                replay.Step(-1);
                break;
            case KeyAction.StepForward:
            case KeyAction.SortRight when key == Key.CursorRight:
                replay.Step(1);
                break;
            case KeyAction.First:
                replay.SeekTo(replay.State.Start);
                break;
            case KeyAction.Last:
                replay.SeekTo(replay.State.End);
                break;
            case KeyAction.GoTo:
                AskTime(replay);
                break;
            case KeyAction.HalfSpeed:
                SetSpeed(replay, replay.State.Speed / 2);
                break;
            case KeyAction.DoubleSpeed:
                SetSpeed(replay, replay.State.Speed * 2);
                break;
            case KeyAction.View when key == Key.D9:
            case KeyAction.Drill when _active is ProcessPane && _overlay is null:
                RefuseChange();
                break;
            default:
                return false;
        }

        RedrawState();
        return true;
    }

    private void SetSpeed(IReplayControl replay, double factor)
    {
        replay.SetSpeed(factor);
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

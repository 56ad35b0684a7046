using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Panes;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;

namespace Ftop.Tui;

public sealed partial class AppWindow
{
    /// <inheritdoc/>
    protected override bool OnKeyDown(Key key)
    {
        if (_ending is not null)
        {
            TellEnding();
            return true;
        }

        if (_keyLine.Input is LineInput input && !(Keys.ActionOf(key) == KeyAction.Quit && input.LeavesQuit(key)))
        {
            Press(input, key);
            return true;
        }

        if (_status.Message is not { Kind: MessageKind.Pending })
        {
            Say(null);
        }

        if (_overlay is Overlay overlay)
        {
            OverlayAnswer answer = overlay.Press(key);
            if (answer == OverlayAnswer.Close && ReferenceEquals(_overlay, overlay))
            {
                Close(overlay);
            }

            if (answer != OverlayAnswer.Ignored)
            {
                return true;
            }
        }

        Do(Keys.ActionOf(key), key);
        return true;
    }

    private void Press(LineInput input, Key key)
    {
        if (_status.Message is not { Kind: MessageKind.Pending })
        {
            Say(null); // names that Tab found
        }

        if (input.Press(key))
        {
            _keyLine.Show(null);
            input.Finish();
        }

        _keyLine.SetNeedsDraw();
    }

    private void Do(KeyAction action, Key key)
    {
        if (_options.Replay is IReplayControl replay && DoInReplay(replay, action, key))
        {
            return;
        }

        switch (action)
        {
            case KeyAction.Quit:
                Quit();
                break;
            case KeyAction.View:
                ShowView((int)(key.KeyCode - KeyCode.D0));
                break;
            case KeyAction.ViewMenu:
                OpenViews();
                break;
            case KeyAction.Help:
                Open(new TextOverlay(_look, "Help", _options.Replay is null ? Help.Write : Help.WriteOfReplay));
                break;
            case KeyAction.Doctor:
                OpenDoctor();
                break;
            case KeyAction.Freeze:
                _screen.ToggleFreeze();
                RefreshAll();
                break;
            case KeyAction.Clear:
                _screen.Clear();
                _control.Clear();
                RefreshAll();
                Say(new Message("counts cleared: totals count from now", MessageKind.Passing));
                break;
            case KeyAction.Mark:
                Mark();
                break;
            case KeyAction.Slower:
                SetDelay(DelaySteps.Longer(_control.State.Delay));
                break;
            case KeyAction.Faster:
                SetDelay(DelaySteps.Shorter(_control.State.Delay, _options.Replay is not null));
                break;
            case KeyAction.Theme:
                OpenThemes();
                break;
            case KeyAction.StepBack or KeyAction.StepForward or KeyAction.HalfSpeed or KeyAction.DoubleSpeed or KeyAction.GoTo:
                Say(OnlyRecordings);
                break;
            case KeyAction.Repaint:
                SetNeedsDraw();
                break;
            default:
                if (DoInPane(action))
                {
                    _status.SetNeedsDraw();
                    break;
                }

                if (action == KeyAction.None)
                {
                    Say(new Message(Keys.AnswerTo(key), MessageKind.Refused));
                    break;
                }

                if (_options.Replay is null)
                {
                    DoToTrace(action);
                }
                else
                {
                    RefuseChange();
                }

                break;
        }
    }
}

using Ftop.Tui.Control;
using Ftop.Tui.Input;
using Ftop.Tui.Panes;
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

        Do(key);
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

        _keyLine.SetStale();
    }

    private void OpenHelp() => Open(new TextOverlay(_look, "Help", _options.Replay is null ? Help.Write : Help.WriteOfReplay));

    private void FreezeOrPlay()
    {
        if (_options.Replay is IReplayControl replay)
        {
            replay.PlayOrPause();
            return;
        }

        _screen.ToggleFreeze();
        RefreshAll();
    }

    private void Clear()
    {
        _screen.Clear();
        _control.Clear();
        RefreshAll();
        Say(new Message("counts cleared: totals count from now", MessageKind.Passing));
    }
}

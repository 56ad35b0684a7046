namespace Ftop.Tui;

/// <summary>What the screen may do with a recording. Every call returns at once, from any thread; the windows that follow show what came of it.</summary>
public interface IReplayControl
{
    /// <summary>Where the recording is.</summary>
    ReplayState State { get; }

    /// <summary>Plays, or stops where it is; from the end it begins anew.</summary>
    void PlayOrPause();

    /// <summary>Stops, and goes on by one window, or back by one.</summary>
    /// <param name="windows">1 or −1.</param>
    void Step(int windows);

    /// <summary>Shows the window that ends at a time, and plays on from there if it played.</summary>
    /// <param name="time">In units of the trace clock; a time outside of the recording means its begin or its end.</param>
    void SeekTo(ulong time);

    /// <summary>Plays slower or faster from now on.</summary>
    /// <param name="factor">1 for the pace of the recording itself; kept within 1/64 to 64.</param>
    void SetSpeed(double factor);
}

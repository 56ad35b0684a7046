namespace Ftop.Tracefs.Reading;

/// <summary>poll(2) on one descriptor. One object a thread.</summary>
internal interface IWaiter
{
    /// <summary>Sleeps until the descriptor is readable.</summary>
    /// <param name="descriptor">An open file.</param>
    /// <param name="timeoutMs">At most so long; negative for ever.</param>
    /// <returns>False if time ran out or a signal came first.</returns>
    bool Wait(int descriptor, int timeoutMs);
}

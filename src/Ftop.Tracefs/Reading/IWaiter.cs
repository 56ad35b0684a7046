using Ftop.Tracefs.Native;

namespace Ftop.Tracefs.Reading;

/// <summary>poll(2). One object a thread.</summary>
internal interface IWaiter
{
    /// <summary>Sleeps until the descriptor is readable.</summary>
    /// <param name="descriptor">An open file.</param>
    /// <param name="timeoutMs">At most so long; negative for ever.</param>
    /// <returns>False if time ran out or a signal came first.</returns>
    bool Wait(int descriptor, int timeoutMs);

    /// <summary>Sleeps until one of some descriptors is readable.</summary>
    /// <param name="descriptors">Open files, and what came of each; negative ones are passed over.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="timeoutMs">At most so long; negative for ever.</param>
    /// <returns>How many are; 0 if time ran out or a signal came first.</returns>
    int Wait(PollDescriptor[] descriptors, int count, int timeoutMs);
}

namespace Ftop.Aggregation.Pairing;

/// <summary>Takes the records of all CPUs in the order of time.</summary>
internal interface IPairConsumer
{
    /// <summary>Takes one; no later one is older.</summary>
    /// <param name="record">The record.</param>
    /// <param name="cpuIndex">Whose it is.</param>
    void Take(in PairRecord record, int cpuIndex);
}

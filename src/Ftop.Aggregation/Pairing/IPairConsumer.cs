namespace Ftop.Aggregation.Pairing;

/// <summary>Takes the records of all CPUs in the order of time.</summary>
internal interface IPairConsumer
{
    /// <summary>Takes one; no later one is older.</summary>
    void Take(in PairRecord record);
}

namespace Ftop.Aggregation.Pairing;

/// <summary>Takes records of all CPUs in the order of time.</summary>
internal interface IPairConsumer
{
    void Take(in PairRecord record);
}

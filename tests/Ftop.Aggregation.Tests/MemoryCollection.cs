namespace Ftop.Aggregation.Tests;

/// <summary>Runs alone: what other tests allocate at the same time would be counted.</summary>
[CollectionDefinition("measures memory", DisableParallelization = true)]
public class MemoryCollection;

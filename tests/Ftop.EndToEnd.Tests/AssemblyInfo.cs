// Those that only wait do so together, all but those of Alone.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

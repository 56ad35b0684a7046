// Terminal.Gui keeps schemes and models in statics.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

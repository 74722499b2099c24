// A cluster uses the whole machine; two in parallel would only time each other out.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

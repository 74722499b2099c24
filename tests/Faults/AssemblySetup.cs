// Each test has servers of its own that use the whole machine; in parallel, they would only time each other out.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

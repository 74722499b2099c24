// Each test has servers of its own that take all the machine has; side by side they would only time each other out.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

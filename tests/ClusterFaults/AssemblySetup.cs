// A cluster takes all that the machine has; two side by side would only time each other out.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

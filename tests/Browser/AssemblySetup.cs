using Cartwright.Browser.Serving;

// The browser is one of a machine with few processors.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Chromium))]

using Cartwright.Cli;
using Cartwright.Cli.CommandLine;
using Cartwright.FaultyNode;

// The program as it is, with a fault between the engine and its adapters.
return await CommandLineRun.InvokeAsync(Verbs.Create(FaultPoint.FromEnvironment()?.Seams), args);

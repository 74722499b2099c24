using System.CommandLine;
using Cartwright.Cli;
using Cartwright.Cli.Composition;
using Cartwright.CommandLine;
using Cartwright.FaultyNode;

// The verb `serve` as it is, with a fault between the engine and its adapters.
var seams = FaultPoint.FromEnvironment()?.Seams ?? Seams.None;
return await CommandLineRun.InvokeAsync(new RootCommand { NodeComposition.Serve(seams) }, args);

using System.CommandLine;
using Cartwright.Cli.Check;
using Cartwright.Cli.CommandLine;
using Cartwright.Cli.Load;
using Cartwright.Cli.Serve;

var root = new RootCommand("Cartwright, an event-driven checkout: order, stock and payment services.")
{
    ServeCommand.Create(),
    CheckCommand.Create(),
    LoadCommand.Create(),
};

return await CommandLineRun.InvokeAsync(root, args);

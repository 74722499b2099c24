using Cartwright.Cli;
using Cartwright.Cli.CommandLine;

return await CommandLineRun.InvokeAsync(Verbs.Create(), args);

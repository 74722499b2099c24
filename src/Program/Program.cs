using Cartwright.CommandLine;
using Cartwright.Program;

return await CommandLineRun.InvokeAsync(Verbs.CreateRoot(), args);

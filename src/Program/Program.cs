using Cartwright.CommandLine;
using Cartwright.Lab.Load;
using Cartwright.Program;

SocketThreads.ChooseFor(args);
return await CommandLineRun.InvokeAsync(Verbs.CreateRoot(), args);

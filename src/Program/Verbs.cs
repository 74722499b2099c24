using System.CommandLine;
using Cartwright.Cli.Backup;
using Cartwright.Cli.Completion;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Config;
using Cartwright.Cli.Keys;
using Cartwright.Cli.Messages;
using Cartwright.Cli.Migrate;
using Cartwright.Cli.OpenApi;
using Cartwright.Cli.Parked;
using Cartwright.Cli.Restore;
using Cartwright.Cli.Sagas;
using Cartwright.Cli.Topics;
using Cartwright.Cli.Verify;
using Cartwright.Lab;

namespace Cartwright.Program;

/// <summary>All verbs of the program: those that run a shop, and those that test one.</summary>
internal static class Verbs
{
    private const string Description = "Cartwright, an event-driven checkout: order, stock and payment services.";

    public static RootCommand CreateRoot()
    {
        var root = new RootCommand(Description)
        {
            NodeComposition.Serve(),
            ConfigCommand.CreateCommand(),
            MigrateCommand.CreateCommand(),
            TopicsCommand.CreateCommand(),
            VerifyCommand.CreateCommand(),
            ParkedCommand.CreateCommand(),
            SagaCommand.CreateCommand(),
            MessagesCommand.CreateCommand(),
            BackupCommand.CreateCommand(),
            RestoreCommand.CreateCommand(),
            KeyCommand.CreateCommand(),
            OpenApiCommand.CreateCommand(),
            CompletionCommand.CreateCommand(),
        };
        LabVerbs.CreateAll().ToList().ForEach(root.Add);
        Examples.AddTo(root);
        return root;
    }
}

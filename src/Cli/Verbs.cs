using System.CommandLine;
using Cartwright.Cli.Backup;
using Cartwright.Cli.Check;
using Cartwright.Cli.Cluster;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Load;
using Cartwright.Cli.Migrate;
using Cartwright.Cli.Parked;
using Cartwright.Cli.Serve;
using Cartwright.Cli.Torture;
using Cartwright.Cli.Verify;

namespace Cartwright.Cli;

/// <summary>All verbs of the program.</summary>
internal static class Verbs
{
    private const string Description = "Cartwright, an event-driven checkout: order, stock and payment services.";

    /// <param name="seams">What stands between a node's engine and its adapters: nothing, but for tests.</param>
    public static RootCommand Create(Seams? seams = null) => new(Description)
    {
        ServeCommand.Create(seams ?? Seams.None),
        ConfigCommand.Create(),
        MigrateCommand.Create(),
        ClusterCommand.Create(),
        CheckCommand.Create(),
        LoadCommand.Create(),
        VerifyCommand.Create(),
        TortureCommand.Create(),
        ParkedCommand.Create(),
        BackupCommand.Create(),
    };
}

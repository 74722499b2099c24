using System.CommandLine;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.CommandLine;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Migrate;

/// <summary>The verb `migrate`: brings the services' databases up to date, or lists the files that they lack.</summary>
public static class MigrateCommand
{
    private static readonly SettingOptions _settings = new(Settings.OfDatabases);

    private static readonly Option<bool> _status = new("--status")
    {
        Description = "Change nothing; list the files that each database lacks, with status 1 where it lacks any",
    };

    private static readonly GrantOptions _grants = new();

    /// <param name="clock">How long a server is waited for; null: as it is.</param>
    public static Command CreateCommand(TimeProvider? clock = null)
    {
        var command = new Command("migrate", "Bring the PostgreSQL databases that are named up to date.") { _status };
        _grants.AddTo(command);
        _settings.AddTo(command);
        command.SetAction((parsed, stop) => RunMigrateAsync(
            _settings.ReadSettings(parsed),
            parsed.GetValue(_status),
            _grants.ReadGrants(parsed),
            clock ?? TimeProvider.System,
            stop));
        return command;
    }

    private static async Task<int> RunMigrateAsync(
        Configured configured,
        bool looksOnly,
        IReadOnlyList<RoleGrant> grants,
        TimeProvider clock,
        CancellationToken stop)
    {
        var connections = configured.DatabaseConnections();
        var databases = connections
            .ToDictionary(named => named.Key, named => DatabasesAtRest.Of(named.Key, named.Value));
        List<string> mistakes = [.. configured.Mistakes];
        if (mistakes.Count == 0 && databases.Count == 0)
        {
            var names = Settings.Databases.Values.Select(setting => setting.Option);
            mistakes.Add($"No database is named: give one of {string.Join(", ", names)}, or their variables.");
        }

        if (looksOnly && grants.Count > 0)
        {
            mistakes.Add($"{_status.Name} changes nothing: it does not go with {grants[0].Option}.");
        }

        mistakes.AddRange(configured.Mistakes.Count > 0 ? [] : GrantOptions.FindMistakes(grants, connections));
        var warnings = configured.Warnings.Concat(Exposure.WarningsOfDatabases(configured));
        warnings.Concat(mistakes).ToList().ForEach(Console.Error.WriteLine);
        if (mistakes.Count > 0)
        {
            return CommandLineRun.Usage;
        }

        var worst = CommandLineRun.Success;
        foreach (var (role, database) in databases)
        {
            worst = Math.Max(worst, await ReportFaultsAsync(role, () => looksOnly
                ? ListMissingAsync(role, database, stop)
                : MigrateOneAsync(role, database, grants, clock, stop)));
        }

        return looksOnly || worst != CommandLineRun.Success ? worst : await ShopIdentity.GiveAsync(databases, stop);
    }

    private static async Task<int> MigrateOneAsync(
        Role role,
        IDatabaseAtRest database,
        IReadOnlyList<RoleGrant> grants,
        TimeProvider clock,
        CancellationToken stop)
    {
        // A job that migrates is often started together with the servers.
        var run = await FirstContact.OpenWhenReachableAsync(
            () => database.MigrateAsync(looksOnly: false, stop), clock, stop);
        Console.WriteLine($"{role.Name}: {(run.Count == 0 ? "up to date" : $"ran {string.Join(", ", run)}")}");
        foreach (var grant in grants)
        {
            var name = grant.NameFor(role);
            await database.ChangeAsync(new DatabaseChange.Grant(name, grant.IsReader), stop);
            Console.WriteLine($"{role.Name}: {name} may {(grant.IsReader ? "read" : "serve")}");
        }

        return CommandLineRun.Success;
    }

    private static async Task<int> ListMissingAsync(Role role, IDatabaseAtRest database, CancellationToken stop)
    {
        var missing = await database.MigrateAsync(looksOnly: true, stop);
        var lacks = missing.Count == 0 ? "up to date" : $"lacks {string.Join(", ", missing)}";
        Console.WriteLine($"{role.Name}: {lacks}");
        return missing.Count == 0 ? CommandLineRun.Success : CommandLineRun.Failure;
    }

    // One that cannot be reached does not keep the others from being brought up to date.
    private static async Task<int> ReportFaultsAsync(Role role, Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{role.Name}: {fault.Message} [{fault.Code}]");
            return CommandLineRun.Failure;
        }
        catch (TransientFault fault)
        {
            await Console.Error.WriteLineAsync($"{role.Name}: {fault.Message}");
            return CommandLineRun.Failure;
        }
    }
}

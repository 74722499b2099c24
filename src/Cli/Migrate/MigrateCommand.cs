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

    public static Command CreateCommand()
    {
        var command = new Command("migrate", "Bring the PostgreSQL databases that are named up to date.") { _status };
        _grants.AddTo(command);
        _settings.AddTo(command);
        command.SetAction((parsed, stop) => RunMigrateAsync(
            _settings.ReadSettings(parsed), parsed.GetValue(_status), _grants.ReadGrants(parsed), stop));
        return command;
    }

    private static async Task<int> RunMigrateAsync(
        Configured configured, bool looksOnly, IReadOnlyList<RoleGrant> grants, CancellationToken stop)
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
                : MigrateOneAsync(role, database, grants, stop)));
        }

        return looksOnly || worst != CommandLineRun.Success ? worst : await IdentifyShopAsync(databases, stop);
    }

    // The identity of a shop is made here only where all of its databases are at hand. Made for one of them alone, it
    // could be another one than the next gets; such a database takes the identity of the others, or of the log.
    private static async Task<int> IdentifyShopAsync(
        IReadOnlyDictionary<Role, IDatabaseAtRest> databases, CancellationToken stop)
    {
        try
        {
            var places = databases.Select(database => (database.Key.Name, ReadShop(database.Value))).ToList();
            var areAll = ShopServices.Roles.All(databases.ContainsKey);
            if ((SameShop.IdentityOf(places) ?? (areAll ? ShopId.New() : null)) is not { } shop)
            {
                Console.WriteLine("shop: not known yet; its first node takes it from Kafka");
                return CommandLineRun.Success;
            }

            foreach (var database in databases.Values)
            {
                await database.ChangeAsync(new DatabaseChange.Join(shop), stop);
            }

            Console.WriteLine($"shop: {shop}");
            return CommandLineRun.Success;
        }
        catch (FatalFault fault)
        {
            await Console.Error.WriteLineAsync($"{fault.Message} [{fault.Code}]");
            return CommandLineRun.Failure;
        }
        catch (TransientFault fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return CommandLineRun.Failure;
        }
    }

    private static async Task<int> MigrateOneAsync(
        Role role, IDatabaseAtRest database, IReadOnlyList<RoleGrant> grants, CancellationToken stop)
    {
        var run = await database.MigrateAsync(looksOnly: false, stop);
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

    private static ShopId? ReadShop(IDatabaseAtRest database)
    {
        using var view = database.OpenView();
        return view.ReadFacts().Shop;
    }
}

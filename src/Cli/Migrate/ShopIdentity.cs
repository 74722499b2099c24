using Cartwright.CommandLine;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Migrate;

/// <summary>
/// Gives the databases of a shop its identity. A new one is made only where all of them are at hand. Made for one of
/// them alone, it could be another one than the next gets; such a database takes the identity of the others, or of the
/// log.
/// </summary>
internal static class ShopIdentity
{
    /// <summary>Gives it to each database that is named, and prints it. Returns the exit status.</summary>
    public static async Task<int> GiveAsync(
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

    private static ShopId? ReadShop(IDatabaseAtRest database)
    {
        using var view = database.OpenView();
        return view.ReadFacts().Shop;
    }
}

using Cartwright.Domain;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Postgres;

/// <summary>
/// The databases that released versions have written, as <c>pg_dump --inserts</c> reads them: orders in most states, an
/// event and a command that were not sent, a parked message. They never change; a later release gets files of its own
/// beside them.
/// </summary>
public sealed class EarlierDatabasesTests(ServicesServer server) : IClassFixture<ServicesServer>
{
    // The dump has an order that is in checkout for longer than the audit allows.
    private const int Unfinished = 3;

    // 2096, after anything that a dump has.
    private const long Later = 4_000_000_000_000;

    private static readonly string Golden = Path.Combine(Repository.FindRoot(), "tests", "Cli.Tests", "Golden");

    public static TheoryData<string> Versions => [.. Files];

    private static IEnumerable<string> Files => Directory.GetDirectories(Golden).Select(Path.GetFileName).Order()!;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task The_databases_of_a_released_version_are_migrated_with_every_row(string version)
    {
        foreach (var role in ShopServices.Roles)
        {
            await server.ExecuteAsync(role, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            await server.ExecuteAsync(role, await ReadAsync(version, $"{role.Name}.sql"));
        }

        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", .. server.Options]));
        Assert.Equal(0, await ServicesServer.RunAsync(["migrate", "--status", .. server.Options]));

        // The audit reads each row of the books, and reports one that it cannot read.
        var (status, audit) = await Captured.RunAsync(
            () => ServicesServer.RunAsync(["verify", .. server.Options]));
        Assert.True(status == Unfinished, $"{status}: {audit}");
        foreach (var line in File.ReadLines(Path.Combine(Golden, version, "verify.txt")))
        {
            Assert.Contains(line, audit, StringComparison.Ordinal);
        }

        await using var orders = await server.OpenAsync(Role.Order);
        var claim = new LeftoverClaim(Later, Later, CountMax: 10, BytesMax: 1_000_000, ShopServices.Roles);
        var left = await orders.Leftovers.ClaimAsync(claim, TestContext.Current.CancellationToken);
        Assert.Equal([Role.Order, Role.Payment], left.Select(envelope => envelope.To));
    }

    [Fact]
    public void Every_release_has_its_databases() => Assert.Equal(
        Repository.ReadLines("releases.txt").Where(line => !line.StartsWith('#')).Select(line => line.Split(' ')[0])
            .Order(),
        Files);

    private static Task<string> ReadAsync(string version, string file) =>
        File.ReadAllTextAsync(Path.Combine(Golden, version, file), TestContext.Current.CancellationToken);
}

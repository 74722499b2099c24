using Cartwright.Engine.Ports;
using Cartwright.Postgres;
using Npgsql;
using Role = Cartwright.Kernel.Role;

namespace Cartwright.Conformance.Postgres;

/// <summary>A password that is changed while a node is connected.</summary>
public sealed class PasswordTests(OwnServer own) : IClassFixture<OwnServer>
{
    private const string User = "rotated";
    private string _password = "password-0";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_new_connection_takes_the_password_of_now()
    {
        var server = own.Server;
        await server.RequirePasswordAsync(User);
        var database = await PostgresDatabase.CreateAsync(server);
        await server.RunAsync($"CREATE ROLE {User} LOGIN PASSWORD '{_password}' IN ROLE {PostgresServer.Role}");
        var options = new PostgresOptions
        {
            ConnectionString = server.ConnectionOf(database.Name, User) + ";Password=never",
            ReadPassword = () => _password,
        };
        await using var store = await PostgresStore.OpenAsync(
            options, [new Role("order")], readersMax: 2, TimeProvider.System, Stop);
        await store.ReadTimeAsync(TimeProvider.System, Stop);

        _password = "password-1";
        await server.RunAsync(
            $"ALTER ROLE {User} PASSWORD '{_password}'",
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{User}'");
        await Eventually.IsAsync("the store has connected again", TimeSpan.FromSeconds(20), async () =>
        {
            try
            {
                await store.ReadTimeAsync(TimeProvider.System, Stop);
                return true;
            }
            catch (TransientFault)
            {
                return false;
            }
        });
        using var view = new PostgresAtRest(options, new Role("order")).OpenView();
        Assert.True(view.ReadFacts().Now > 0);

        var old = new NpgsqlConnectionStringBuilder(options.ConnectionString) { Password = "password-0" };
        await using var connection = new NpgsqlConnection($"{old.ConnectionString};Pooling=false");
        await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Stop));
    }
}

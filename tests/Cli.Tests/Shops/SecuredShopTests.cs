using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cartwright.Cli.Composition;
using Cartwright.Cli.Configuration;
using Cartwright.Cli.Serve;
using Cartwright.Cli.Tests.Configuration;
using Cartwright.Cli.Tests.Postgres;
using Cartwright.Cli.Tests.Topics;
using Cartwright.Conformance;
using Cartwright.Conformance.Kafka.Secured;
using Cartwright.Conformance.Postgres;
using Cartwright.Conformance.Servers;
using Cartwright.Kafka;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Cli.Tests.Shops;

/// <summary>
/// A shop of three nodes on a broker that asks for credentials. Each service has a principal with the rights that the
/// verb `topics --acls` prints; the verb has made the topics by a principal of its own.
/// </summary>
[Trait("Kind", "Long")]
public sealed partial class SecuredShopTests(SecuredBroker secured) : IClassFixture<SecuredBroker>, IAsyncLifetime
{
    private const int Orders = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("cartwright-rights-").FullName;
    private PostgresServer? _server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (Prerequisites.HasPostgres)
        {
            _server = await PostgresServer.StartAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Three_services_sell_with_their_printed_rights()
    {
        Prerequisites.RequireKafka();
        var server = Prerequisites.Postgres(_server);
        foreach (var line in await AclLinesAsync())
        {
            await AllowAsync(line);
        }

        foreach (var principal in (string[])["topics", .. ShopServices.Roles.Select(role => role.Name)])
        {
            await secured.SetPasswordAsync(principal, $"password-of-{principal}");
            await File.WriteAllTextAsync(PasswordFile(principal), $"password-of-{principal}", Stop);
        }

        Assert.Equal(0, await TopicsVerbTests.InvokeAsync([.. Connection("topics").Split(' ')]));
        List<RunningNode> nodes = [];
        Dictionary<Role, HttpClient> clients = [];
        Dictionary<Role, string> databases = [];
        foreach (var role in ShopServices.Roles)
        {
            await server.RunAsync($"CREATE DATABASE secured_{role.Name} OWNER {PostgresServer.Role}");
            databases[role] = server.ConnectionOf($"secured_{role.Name}");
            nodes.Add(await StartAsync(role, databases[role]));
            clients[role] = new HttpClient { BaseAddress = new Uri(nodes[^1].Url) };
        }

        await SellAsync(clients);
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        Assert.Equal(0, await ServicesServer.RunAsync(
            ["verify", .. databases.SelectMany(pair => (string[])[$"--postgres-{pair.Key.Name}", pair.Value])]));
    }

    private static async Task SellAsync(Dictionary<Role, HttpClient> clients)
    {
        var names = ShopServices.Roles.ToDictionary(role => role.Name, role => clients[role]);
        await PostAsync(names["stock"], $"/stock/batch_init/{Orders}/100/1");
        await PostAsync(names["payment"], $"/payment/batch_init/{Orders}/100");
        await PostAsync(names["order"], $"/orders/batch_init/{Orders}/{Orders}/{Orders}/1");

        // The price comes by a message, and a busy machine may need longer for it than a request waits.
        await Eventually.IsAsync("a line is added", Patience, async () =>
        {
            using var answer = await names["order"].PostAsync(
                new Uri("/orders/addItem/0/1/1", UriKind.Relative), null, Stop);
            return answer.StatusCode is HttpStatusCode.OK;
        });
        for (var order = 0; order < Orders; order++)
        {
            await PostAsync(names["order"], $"/orders/checkout/{order}");
        }

        await PostAsync(names["order"], "/orders/cancel/0");
        await Eventually.IsAsync("all is captured, and one is refunded", Patience, async () =>
        {
            var credit = 0L;
            for (var user = 0; user < Orders; user++)
            {
                var found = await names["payment"].GetFromJsonAsync<JsonElement>(
                    new Uri($"/payment/find_user/{user}", UriKind.Relative), Stop);
                credit += found.GetProperty("credit").GetInt64();
            }

            return credit == (100 * Orders) - (2 * (Orders - 1));
        });
    }

    private static async Task PostAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), null, Stop);
        Assert.True(answer.StatusCode is HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task<List<string>> AclLinesAsync()
    {
        var (code, output) = await Captured.RunAsync(() => TopicsVerbTests.InvokeAsync(
            "--kafka", "any:1", "--acls", "--principal", "topics=User:topics"));
        Assert.Equal(0, code);
        return [.. output.Split(Environment.NewLine).Where(line => line.StartsWith("kafka-acls.sh "))];
    }

    // As Kafka's own tool reads the line; starting Java for each of them takes minutes.
    private Task AllowAsync(string line)
    {
        var match = AclLine().Match(line);
        Assert.True(match.Success, line);
        return secured.AllowAsync(match.Groups["user"].Value,
        [
            new KafkaRight(
                match.Groups["resource"].Value,
                match.Groups["name"].Value,
                match.Groups["prefixed"].Success,
                [.. match.Groups["operation"].Captures.Select(capture => capture.Value)]),
        ]);
    }

    private Task<RunningNode> StartAsync(Role role, string database) => NodeComposition.StartAsync(
        new ServeOptions(TestSettings.Read(
            $"--urls http://127.0.0.1:0 --reply final --migrate --roles {role.Name} --kafka-topics expect "
            + Connection(role.Name),
            new Dictionary<string, string> { [Settings.Databases[role].Variable] = database })),
        Seams.None,
        Stop);

    private string Connection(string principal) =>
        $"--kafka {secured.Broker.Address} --kafka-security sasl "
        + $"--kafka-ca {secured.Broker.Secured.Certificates.AuthorityFile} --kafka-user {principal} "
        + $"--kafka-password-file {PasswordFile(principal)}";

    private string PasswordFile(string principal) => Path.Combine(_folder, principal);

    [GeneratedRegex(
        "^kafka-acls.sh --bootstrap-server 'any:1' --add --allow-principal 'User:(?<user>[a-z]+)'"
        + "( --operation (?<operation>[A-Za-z]+))+ --(?<resource>topic|group) (?<name>[a-z0-9.]+)"
        + "(?<prefixed> --resource-pattern-type prefixed)?$")]
    private static partial Regex AclLine();
}

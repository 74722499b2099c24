using System.Net;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Http;
using Cartwright.Web.Tls;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Tls;

/// <summary>A gateway and a node that accept each other by their certificates.</summary>
public sealed class GatewayCertificateTests : IAsyncLifetime
{
    private const string Gateway = "gateway";
    private const string Node = "node";
    private const string Rest = " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    private const string AddFunds = $"POST /payment/add_funds/1/5{Rest}";
    private const string CreateUser = $"POST /payment/create_user{Rest}";
    private const int Clients = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CertificateFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly List<ProcessTls> _opened = [];
    private LocalShop _node = null!;
    private volatile bool _isDone;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _folder.Certificates.Sign(Gateway, Gateway);
        var tls = Open(_folder.FilesOf(Node) with
        {
            ClientAuthorityFile = _folder.Certificates.AuthorityFile, ClientNames = ["other", Gateway],
        });
        _node = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Shop = options => options with { Url = "https://127.0.0.1:0", Tls = tls },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _opened.ForEach(tls => tls.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public async Task A_client_without_a_certificate_reaches_health_alone()
    {
        using var client = _folder.NewClient();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "/healthz/ready"));
        using var answer = await client.PostAsync(new Uri(_node.Url, "/payment/create_user"), content: null, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var problem = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains("\"certificate-required\"", problem, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "/healthz/../payment/find_user/1"));
    }

    [Fact]
    public async Task A_client_with_a_wrong_certificate_reaches_nothing()
    {
        using var others = new CertificateFolder();
        others.Certificates.Sign(Gateway, Gateway);
        _folder.Certificates.Sign("shopper", "shopper");
        foreach (var (folder, name) in ((CertificateFolder, string)[])[(others, Gateway), (_folder, "shopper")])
        {
            using var client = _folder.NewClient(
                folder.Certificates.CertificateOf(name), folder.Certificates.KeyOf(name));
            await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync(client, "/healthz/ready"));
        }

        using var known = _folder.NewClient(
            _folder.Certificates.CertificateOf(Gateway), _folder.Certificates.KeyOf(Gateway));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(known, "/healthz/ready"));
    }

    // The authority is replaced too: first both are trusted, then the certificates are of the second one, then the
    // first one is forgotten. Connections live shortly here, so that each step is met by new ones.
    [Fact]
    public async Task Certificates_and_their_authority_are_replaced_without_a_failed_request()
    {
        await using var gateway = await StartGatewayAsync(_node.Url.ToString());
        using var client = new HttpClient { BaseAddress = gateway.Url };
        await CreateItemsAsync(client, 1);
        var load = Enumerable.Range(0, Clients).Select(_ => CreateUntilAsync(client)).ToList();
        using var next = new CertificateFolder();
        var authority = _folder.Certificates.AuthorityFile;
        var both = await File.ReadAllTextAsync(authority, Stop)
            + '\n' + await File.ReadAllTextAsync(next.Certificates.AuthorityFile, Stop);
        await File.WriteAllTextAsync(authority, both, Stop);
        await StepAsync(client);

        next.Certificates.Sign(Node);
        next.Certificates.Sign(Gateway, Gateway);
        foreach (var name in (string[])[Node, Gateway])
        {
            File.Copy(next.Certificates.CertificateOf(name), _folder.Certificates.CertificateOf(name), overwrite: true);
            File.Copy(next.Certificates.KeyOf(name), _folder.Certificates.KeyOf(name), overwrite: true);
        }

        await StepAsync(client);
        File.Copy(next.Certificates.AuthorityFile, authority, overwrite: true);
        await StepAsync(client);
        _isDone = true;
        Assert.All(await Task.WhenAll(load), served => Assert.True(served > 0));
        Assert.Equal(
            CertificateFolder.ThumbprintOf(next.Certificates.CertificateOf(Node)), await next.SeenAtAsync(_node.Url));
    }

    [Fact]
    public async Task A_node_that_the_gateway_does_not_trust_has_done_nothing()
    {
        using var others = new CertificateFolder();
        await using var gateway = await StartGatewayAsync(
            _node.Url.ToString(), files => files with { TrustFile = others.Certificates.AuthorityFile });
        (await RawConnection.ExchangeAsync(gateway.Url, AddFunds)).MustBeProblem(503, "service-unavailable");
    }

    // The handshake's bytes are no request: no node has seen it, and it is tried on the next one.
    [Fact]
    public async Task A_node_that_ends_the_handshake_has_seen_no_request()
    {
        using var deaf = ScriptedNode.Dying();
        var address = deaf.Address.Replace("http:", "https:", StringComparison.Ordinal);
        await using (var alone = await StartGatewayAsync(address))
        {
            (await RawConnection.ExchangeAsync(alone.Url, AddFunds)).MustBeProblem(503, "service-unavailable");
        }

        await using var gateway = await StartGatewayAsync($"{address},{_node.Url}");
        using var client = new HttpClient { BaseAddress = gateway.Url };
        await CreateItemsAsync(client, 20);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("elsewhere.example", 503)]
    public async Task Nodes_given_by_a_name_must_have_it_in_their_certificates(string name, int status)
    {
        await using var gateway = await StartGatewayAsync(
            $"dns+https://{name}:{_node.Url.Port}", files => files);
        Assert.Equal(status, (await RawConnection.ExchangeAsync(gateway.Url, CreateUser)).Status);
    }

    private async Task StepAsync(HttpClient client)
    {
        _clock.Advance(Pause);
        await Task.WhenAll(Enumerable.Range(0, 2 * Clients).Select(_ => CreateItemsAsync(client, 25)));
    }

    private async Task<LocalGateway> StartGatewayAsync(string nodes, Func<TlsFiles, TlsFiles>? change = null)
    {
        var files = new TlsFiles
        {
            CertificateFile = _folder.Certificates.CertificateOf(Gateway),
            KeyFile = _folder.Certificates.KeyOf(Gateway),
            TrustFile = _folder.Certificates.AuthorityFile,
        };
        var tls = Open(change?.Invoke(files) ?? files);
        return await LocalGateway.StartAsync(
            nodes.Split(','),
            options => options with
            {
                ConnectionLifetime = TimeSpan.FromMilliseconds(20),
                LookUpAsync = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
            },
            limits => limits with { Tls = tls });
    }

    private ProcessTls Open(TlsFiles files)
    {
        var tls = ProcessTls.Open(files, NullLoggerFactory.Instance, _clock);
        _opened.Add(tls);
        return tls;
    }

    private async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri($"{_node.Url}{path[1..]}"), Stop);
        return answer.StatusCode;
    }

    private async Task<int> CreateUntilAsync(HttpClient client)
    {
        var count = 0;
        for (; !_isDone; count++)
        {
            await CreateItemsAsync(client, 1);
        }

        return count;
    }

    private static async Task CreateItemsAsync(HttpClient client, int count)
    {
        for (var number = 0; number < count; number++)
        {
            using var answer = await client.PostAsync(
                new Uri("/stock/item/create/1", UriKind.Relative), content: null, Stop);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        }
    }
}

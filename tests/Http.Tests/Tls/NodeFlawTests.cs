using Cartwright.Admin.Nodes;
using Cartwright.Http.Tests.Local;
using Cartwright.Http.Tests.Server;
using Cartwright.Web.Admin;
using Cartwright.Web.Gateway;
using Cartwright.Web.Tls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Cartwright.Http.Tests.Tls;

/// <summary>
/// A gateway that does not accept the certificate of a node, or the other way round: its log and its admin address name
/// the reason.
/// </summary>
public sealed class NodeFlawTests : IDisposable
{
    private const string Node = "node";
    private const string Gateway = "gateway";
    private const int Requests = 5;
    private const int PatienceSeconds = 60;
    private const string AddFunds =
        "POST /payment/add_funds/1/5 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(PatienceSeconds);

    private readonly CertificateFolder _folder = new();
    private readonly CertificateFolder _others = new();
    private readonly List<ProcessTls> _opened = [];
    private readonly LogLines _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _opened.ForEach(tls => tls.Dispose());
        _folder.Dispose();
        _others.Dispose();
    }

    [Theory]
    [InlineData("expired", "its certificate has expired at ")]
    [InlineData("early", "its certificate is not valid before ")]
    [InlineData("another name", "its certificate is not for the name 127.0.0.1")]
    [InlineData("an unknown authority", "its certificate is of an authority that this gateway does not trust")]
    [InlineData(
        "all of these",
        "Z, and its certificate is not for the name 127.0.0.1, "
        + "and its certificate is of an authority that this gateway does not trust")]
    public async Task A_certificate_that_is_not_accepted_is_named_with_the_reason(string flaw, string reason)
    {
        var ofNode = OpenNode(flaw);
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Shop = options => options with { Url = "https://127.0.0.1:0", Tls = ofNode },
        });
        await using var admin = await LocalAdmin.StartAsync(node, new LogLines(), ofNode);
        var ofGateway = Open(new TlsFiles { TrustFile = _folder.Certificates.AuthorityFile });

        await using (var gateway = await StartGatewayAsync(node, ofGateway))
        {
            await Eventually.IsAsync("the node is gone", () => Task.FromResult(_log.All.Count > 0));
            (await RawConnection.ExchangeAsync(gateway.Url, AddFunds)).MustBeProblem(503, "service-unavailable");
        }

        Assert.All(_log.All, line => Assert.Contains(reason, line, StringComparison.Ordinal));
        await Eventually.IsAsync(
            "the admin address names the reason",
            async () => (await TroubleAsync(admin, ofGateway)).Contains(reason, StringComparison.Ordinal));
    }

    // TLS 1.3 tells a client late that its certificate is rejected: no node has seen a request by then.
    [Theory]
    [InlineData("an unknown authority")]
    [InlineData("another name")]
    public async Task A_gateway_that_the_node_rejects_knows_that_nothing_has_happened(string flaw)
    {
        var files = _folder.FilesOf(Node);
        var ofNode = Open(files with
        {
            ClientAuthorityFile = _folder.Certificates.AuthorityFile, ClientNames = [Gateway],
        });
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Shop = options => options with { Url = "https://127.0.0.1:0", Tls = ofNode },
        });
        var authority = flaw == "another name" ? _folder : _others;
        authority.Certificates.Sign(Gateway, flaw == "another name" ? "shopper" : Gateway);
        var ofGateway = Open(new TlsFiles
        {
            CallCertificateFile = authority.Certificates.CertificateOf(Gateway),
            CallKeyFile = authority.Certificates.KeyOf(Gateway),
            TrustFile = _folder.Certificates.AuthorityFile,
        });
        await using var gateway = await StartGatewayAsync(node, ofGateway);
        for (var request = 0; request < Requests; request++)
        {
            (await RawConnection.ExchangeAsync(gateway.Url, AddFunds)).MustBeProblem(503, "service-unavailable");
        }

        await Eventually.IsAsync("the node is gone", () => Task.FromResult(_log.All.Count > 0));
        Assert.All(_log.All, line => Assert.Contains(
            "as it does for a certificate that it does not accept", line, StringComparison.Ordinal));
    }

    // It answers the first request of a connection, and ends it: the gateway takes another one for its own request.
    [Fact]
    public async Task A_node_that_is_full_answers_on_a_connection_of_its_own()
    {
        _folder.Certificates.Sign(Gateway, Gateway);
        var ofNode = Open(_folder.FilesOf(Node) with { ClientAuthorityFile = _folder.Certificates.AuthorityFile });
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan
        {
            Shop = options => options with { Url = "https://127.0.0.1:0", Tls = ofNode, ConnectionsMax = 1 },
        });
        using var idle = await IdleCrowd.OpenAsync(node.Url, 1);
        var ofGateway = Open(new TlsFiles
        {
            CallCertificateFile = _folder.Certificates.CertificateOf(Gateway),
            CallKeyFile = _folder.Certificates.KeyOf(Gateway),
            TrustFile = _folder.Certificates.AuthorityFile,
        });
        await using var gateway = await StartGatewayAsync(node, ofGateway);
        for (var request = 0; request < Requests; request++)
        {
            (await RawConnection.ExchangeAsync(gateway.Url, AddFunds)).MustBeProblem(429, "overloaded");
        }

        Assert.Empty(_log.All);
    }

    // A busy machine is no reason of its own: no connection and no probe is late.
    private Task<LocalGateway> StartGatewayAsync(LocalShop node, ProcessTls tls) => LocalGateway.StartAsync(
        [node.Url.ToString()],
        options => options with { ConnectSecondsMax = PatienceSeconds, ProbePatience = _patience },
        limits => limits with { Tls = tls },
        _log);

    // As the admin address of a gateway shows it.
    private static async Task<string> TroubleAsync(LocalAdmin admin, ProcessTls tls)
    {
        using var shop = new JoinedShopAdmin(
            [admin.Url.ToString()],
            new NodeCredentials(tls, () => string.Empty),
            () => new NodeReport { Name = Gateway, IsReady = true },
            NullLoggerFactory.Instance,
            TimeProvider.System);
        return (await shop.ReadNodesAsync(Stop))[1].Trouble!;
    }

    // A node does not start with a certificate that has expired: this one serves on.
    private ProcessTls OpenNode(string flaw)
    {
        var now = TimeProvider.System.GetUtcNow();
        var isExpired = flaw is "expired" or "all of these";
        var begin = flaw == "early" ? now + TimeSpan.FromHours(1) : now - TimeSpan.FromHours(12);
        var authority = flaw is "an unknown authority" or "all of these" ? _others : _folder;
        string[] hosts = flaw is "another name" or "all of these" ? ["elsewhere.example"] : [];
        authority.Certificates.Sign(Node, begin, isExpired ? now - TimeSpan.FromHours(1) : begin.AddHours(20), hosts);
        return Open(
            new TlsFiles
            {
                CertificateFile = authority.Certificates.CertificateOf(Node),
                KeyFile = authority.Certificates.KeyOf(Node),
            },
            new FakeTimeProvider(begin.AddHours(1)));
    }

    private ProcessTls Open(TlsFiles files, TimeProvider? clock = null)
    {
        var tls = ProcessTls.Open(files, NullLoggerFactory.Instance, clock ?? TimeProvider.System);
        _opened.Add(tls);
        return tls;
    }
}

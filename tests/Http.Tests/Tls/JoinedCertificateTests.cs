using Cartwright.Admin.Nodes;
using Cartwright.Http.Tests.Local;
using Cartwright.Web.Admin;
using Cartwright.Web.Gateway;
using Cartwright.Web.Tls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Http.Tests.Tls;

/// <summary>The admin address of a gateway calls those of its nodes with its certificate.</summary>
public sealed class JoinedCertificateTests : IDisposable
{
    private const string Gateway = "gateway";
    private readonly CertificateFolder _folder = new();

    [Theory]
    [InlineData(Gateway, true)]
    [InlineData("shopper", false)]
    public async Task A_node_answers_to_the_gateway_s_certificate_alone(string name, bool answers)
    {
        _folder.Certificates.Sign(name, name);
        var authority = _folder.Certificates.AuthorityFile;
        using var ofNode = Open(_folder.FilesOf("node") with
        {
            ClientAuthorityFile = authority, ClientNames = [Gateway],
        });
        using var ofGateway = Open(new TlsFiles
        {
            CallCertificateFile = _folder.Certificates.CertificateOf(name),
            CallKeyFile = _folder.Certificates.KeyOf(name),
            TrustFile = authority,
        });
        await using var node = await LocalShop.StartAsync(new LocalShop.Plan());
        await using var admin = await LocalAdmin.StartAsync(node, new LogLines(), ofNode);
        using var shop = new JoinedShopAdmin(
            [admin.Url.ToString()],
            new NodeCredentials(ofGateway, () => string.Empty),
            () => new NodeReport { Name = Gateway, IsReady = true },
            NullLoggerFactory.Instance,
            TimeProvider.System);

        // On a busy machine the first answer can be later than the three seconds of a reading.
        IReadOnlyList<NodeReport> nodes = [];
        await Eventually.IsAsync("the node has answered, or not", async () =>
        {
            nodes = await shop.ReadNodesAsync(TestContext.Current.CancellationToken);
            return nodes[1].IsReady == answers;
        });
        Assert.Equal(answers, nodes[0].Silent!.Count == 0);
    }

    public void Dispose() => _folder.Dispose();

    private static ProcessTls Open(TlsFiles files) =>
        ProcessTls.Open(files, NullLoggerFactory.Instance, TimeProvider.System);
}

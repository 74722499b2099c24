using Cartwright.Lab.Certificates;

namespace Cartwright.Lab.Cluster;

/// <summary>
/// The certificates of a secured cluster. They are signed again at each start: the host of the gateway can be another
/// one. The authority stays.
/// </summary>
internal sealed class SecuredCertificates(SecuredFiles files)
{
    private const int YearsValid = 20;
    private const string Loopback = "127.0.0.1";

    /// <param name="gatewayUrl">Where the gateway listens.</param>
    /// <param name="clock">Gives the time from which on they are valid.</param>
    /// <param name="cancellation">Gives the start up.</param>
    public async Task MakeAsync(string gatewayUrl, TimeProvider clock, CancellationToken cancellation)
    {
        var begin = clock.GetLocalNow().AddDays(-1);
        using var authority = File.Exists(files.AuthorityKey)
            ? TrialAuthority.Open(new PemPair(
                await File.ReadAllTextAsync(files.Authority, cancellation),
                await File.ReadAllTextAsync(files.AuthorityKey, cancellation)))
            : TrialAuthority.Create("Cartwright cluster", begin, begin.AddYears(YearsValid));
        var pem = authority.Pem;
        await OwnedFiles.WriteFileAsync(files.Authority, pem.Certificate, owner: null, cancellation);
        await OwnedFiles.WriteFileAsync(files.AuthorityKey, pem.Key, owner: null, cancellation);
        await OwnedFiles.WriteFileAsync(files.BrokerAuthority, pem.Certificate, SystemUser.Broker, cancellation);
        var hosts = (string[])[Loopback, "localhost"];
        foreach (var service in ClusterPlan.Services)
        {
            await WritePairAsync(service, authority.Sign(service, hosts, begin, authority.End), null, cancellation);
        }

        var ofGateway = authority.Sign(
            NodePart.Gateway, [.. hosts, GatewayUrl.HostOf(gatewayUrl).Trim('[', ']')], begin, authority.End);
        await WritePairAsync(NodePart.Gateway, ofGateway, null, cancellation);
        await WritePairAsync(
            SecuredFiles.Database,
            authority.Sign(SecuredFiles.Database, hosts, begin, authority.End),
            SystemUser.Database,
            cancellation);
        var ofBroker = authority.Sign(SecuredFiles.Broker, hosts, begin, authority.End);
        await OwnedFiles.WriteFileAsync(
            files.BrokerStore, $"{ofBroker.Key}\n{ofBroker.Certificate}\n", SystemUser.Broker, cancellation);
    }

    private async Task WritePairAsync(string part, PemPair pair, SystemUser? owner, CancellationToken cancellation)
    {
        await OwnedFiles.WriteFileAsync(files.CertificateOf(part), pair.Certificate, owner, cancellation);
        await OwnedFiles.WriteFileAsync(files.KeyOf(part), pair.Key, owner, cancellation);
    }
}

using System.Net;
using Cartwright.Admin;
using Cartwright.Admin.Nodes;
using Cartwright.Admin.Parked;
using Cartwright.Admin.Ports;
using Cartwright.Admin.Sagas;
using Cartwright.Shop;
using Cartwright.Web.Admin.Joined;
using Cartwright.Web.Gateway;
using Microsoft.Extensions.Logging;

namespace Cartwright.Web.Admin;

/// <summary>
/// The shop as a gateway sees it: through the admin addresses of its nodes. A service without a node that answers is
/// named in the result, and the rest goes on.
/// </summary>
public sealed class JoinedShopAdmin : IShopAdmin, IDisposable
{
    private static readonly TimeSpan ContentionPatience = TimeSpan.FromSeconds(6);

    private readonly AdminCalls _calls;
    private readonly AdminNodes _nodes;
    private readonly Func<NodeReport> _readSelf;

    /// <param name="nodes">
    /// The admin addresses of the nodes: <c>http://host:port</c>, or <c>dns://name:port</c> for all that a name has;
    /// encrypted ones begin with <c>https://</c> and <c>dns+https://</c>.
    /// </param>
    /// <param name="credentials">The credentials of the gateway for the nodes.</param>
    /// <param name="readSelf">Reports on the gateway itself.</param>
    /// <param name="loggers">Takes lines about names that change.</param>
    /// <param name="clock">Measures the age of what is known, and how long a node is waited for.</param>
    public JoinedShopAdmin(
        IReadOnlyCollection<string> nodes,
        NodeCredentials credentials,
        Func<NodeReport> readSelf,
        ILoggerFactory loggers,
        TimeProvider clock)
    {
        _readSelf = readSelf;
        var names = new NodeNames(nodes, Dns.GetHostAddressesAsync, loggers);
        _calls = new AdminCalls(credentials, names, clock);
        _nodes = new AdminNodes(nodes, names, _calls, clock);
        var services = new AdminServices(_nodes, _calls, clock);
        Sagas = new JoinedSagas(services);
        Parked = new JoinedParked(services);
    }

    public ISagaAdmin Sagas { get; }

    public IParkedAdmin Parked { get; }

    /// <summary>The gateway itself.</summary>
    public Task<NodeReport> ReadNodeAsync(CancellationToken cancellation) => Task.FromResult(_readSelf());

    public async Task<IReadOnlyList<NodeReport>> ReadNodesAsync(CancellationToken cancellation)
    {
        var nodes = await _nodes.ReadAsync(cancellation);
        var served = nodes.Where(node => node.Kind is not null).SelectMany(node => node.Roles ?? []).ToHashSet();
        var silent = ShopServices.Roles.Select(role => role.Name).Where(name => !served.Contains(name));
        return [_readSelf() with { Silent = [.. silent] }, .. nodes];
    }

    /// <summary>All nodes are asked, because each one counts its own changes.</summary>
    public async Task<ContentionReport> ReadContentionAsync(CancellationToken cancellation)
    {
        var byService = await Task.WhenAll(ShopServices.Roles.Select(async role =>
            (role.Name, Nodes: await _nodes.FindAsync(role.Name, cancellation))));
        var reports = (await Task.WhenAll(byService.SelectMany(service => service.Nodes).Distinct()
                .Select(node => ReadContentionAsync(node, cancellation))))
            .Where(answer => answer.Report is not null)
            .ToDictionary(answer => answer.Node, answer => answer.Report!);
        return JoinedContention.Of(
            reports.Values,
            byService.Where(service => !service.Nodes.Any(reports.ContainsKey)).Select(service => service.Name));
    }

    public void Dispose() => _calls.Dispose();

    private async Task<(string Node, ContentionReport? Report)> ReadContentionAsync(
        string node, CancellationToken cancellation)
    {
        try
        {
            return (node, await _calls.ReadAsync<ContentionReport>(
                node, "contention", ContentionPatience, cancellation));
        }
        catch (AdminFault)
        {
            _nodes.NoteSilence(node);
            return (node, null);
        }
    }
}

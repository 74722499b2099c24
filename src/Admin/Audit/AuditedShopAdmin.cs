using Cartwright.Admin.Nodes;
using Cartwright.Admin.Parked;
using Cartwright.Admin.Ports;
using Cartwright.Admin.Sagas;
using Microsoft.Extensions.Logging;

namespace Cartwright.Admin.Audit;

/// <summary>
/// A shop of which every action is recorded: the calls of the address and the buttons of a page alike. An action
/// without a proper reason is not taken.
/// </summary>
public sealed class AuditedShopAdmin : IShopAdmin
{
    private readonly IShopAdmin _shop;

    public AuditedShopAdmin(IShopAdmin shop, ILoggerFactory logs)
    {
        _shop = shop;
        var log = new AuditLog(logs);
        Sagas = new AuditedSagas(shop.Sagas, log);
        Parked = new AuditedParked(shop.Parked, log);
    }

    public ISagaAdmin Sagas { get; }

    public IParkedAdmin Parked { get; }

    public Task<IReadOnlyList<NodeReport>> ReadNodesAsync(CancellationToken cancellation) =>
        _shop.ReadNodesAsync(cancellation);

    public Task<ContentionReport> ReadContentionAsync(CancellationToken cancellation) =>
        _shop.ReadContentionAsync(cancellation);
}

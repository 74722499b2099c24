using Cartwright.Admin.Nodes;
using Cartwright.Admin.Parked;
using Cartwright.Admin.Sagas;

namespace Cartwright.Admin.Ports;

/// <summary>
/// The shop as an operator sees it: of one process, or of all that a gateway knows. The JSON of the admin address, the
/// console and the terminal have it in common.
/// </summary>
public interface IShopAdmin
{
    /// <summary>Checkouts and cancellations.</summary>
    ISagaAdmin Sagas { get; }

    /// <summary>Parked messages.</summary>
    IParkedAdmin Parked { get; }

    /// <summary>Every process that is known, those that do not answer included.</summary>
    Task<IReadOnlyList<NodeReport>> ReadNodesAsync(CancellationToken cancellation);

    /// <summary>The items and accounts that many checkouts compete for.</summary>
    Task<ContentionReport> ReadContentionAsync(CancellationToken cancellation);
}

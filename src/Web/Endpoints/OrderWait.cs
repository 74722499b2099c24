using Cartwright.Domain.Orders;
using Cartwright.Shop.Waiting;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>Waits for an order on behalf of one request.</summary>
internal readonly struct OrderWait(Watch watch, EndpointContext shop)
{
    /// <summary>Waits until the order is as wanted; null when the patience or the server ends first.</summary>
    public async Task<Order?> UntilAsync(HttpContext http, Func<Order, bool> wanted, TimeSpan patience)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, shop.Stopping);
        try
        {
            return await watch.UntilAsync(wanted, patience, shop.Clock, ending.Token);
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            return null;
        }
    }
}

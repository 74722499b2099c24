using System.Diagnostics;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop.Contention;
using Cartwright.Shop.Telemetry;
using Cartwright.Shop.Waiting;
using Cartwright.Shop.Wire;

namespace Cartwright.Shop;

/// <summary>The shop as the engine sees it.</summary>
internal sealed class ShopApplication(
    IWireFormat wire,
    Watches watches,
    ProcessingOrders processing,
    PriceRequests prices,
    CheckoutMetrics metrics,
    NodeTime time)
    : IApplication
{
    /// <summary>The items that are changed most often, once they are watched.</summary>
    public HotItems HotItems { get; } = new(time);

    public IWireFormat Wire => wire;

    public IAdmission Admission() => new CheckoutAdmission(processing.Room);

    public void Describe(Activity span, Message message) => MessageTags.AddTags(span, message);

    public void Committed(CommittedBatch batch)
    {
        var now = time.UptimeMs;
        foreach (var write in batch.Rows)
        {
            if (write.State is Order order)
            {
                processing.Committed(new OrderId(write.Key.Id), order, now);
                watches.NotifyWatches(new OrderId(write.Key.Id), order, write.Version + 1);
            }
        }

        metrics.Committed(batch.Events, batch.At);
        HotItems.CountItems(batch.Rows);
        foreach (var reply in batch.RowReplies)
        {
            if (reply.State is Order order)
            {
                // A command that joins a checkout changes no row; without this its watch could still show the order as
                // it stood before the checkout.
                watches.NotifyWatches(new OrderId(reply.Row.Id), order, reply.Version);
                processing.Answered(reply.Command, order, now);
            }
        }

        prices.Complete(batch.Unrequested);
    }
}

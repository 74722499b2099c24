using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Waiting;
using Cartwright.Kernel;

namespace Cartwright.Engine.Batches;

/// <summary>What this node's clients hear once a batch is committed.</summary>
internal sealed class Release(LaneContext context)
{
    public void Run(Batch batch, WriteSet writes)
    {
        var now = context.Uptime.Ms;
        foreach (var write in writes.Rows)
        {
            switch (write.State)
            {
                case Order order:
                    context.Unfinished.Committed(new OrderId(write.Key.Id), order, now);
                    context.Watches.Tell(new OrderId(write.Key.Id), order, write.Version + 1);
                    break;
                case ParkedMessage { Due: null, ReturnedAt: { } at } returned when at >= returned.At:
                    EngineLog.Returned(context.Log, write.Key.Text!, returned.ReturnReason ?? "", returned.Error);
                    break;
                case ParkedMessage { Due: null } parked:
                    EngineLog.Parked(context.Log, write.Key.Text!, parked.Error);
                    context.Metrics.Parked();
                    if (write.Version == 0)
                    {
                        context.ParkedRoom.Parked();
                    }

                    break;
                case ParkedMessage parked:
                    EngineLog.ParkedForRetry(context.Log, write.Key.Text!, parked.Error);
                    break;
            }
        }

        if (batch.Lost > 0)
        {
            context.Metrics.ParkedLost(batch.Lost);
            if (context.ParkedRoom.Lost(batch.Lost) is { } lost)
            {
                EngineLog.ParkedLost(context.Log, lost, context.Options.ParkedMax);
            }
        }

        foreach (var ended in batch.Ends)
        {
            context.Metrics.Ended(ended, context.Now);
        }

        foreach (var (client, work, reply) in batch.Replies)
        {
            Tell(batch, client, work, reply, now);
        }

        foreach (var (client, bug) in batch.Bugs)
        {
            EngineLog.Bug(context.Log, bug);
            client.Refuse(NotServed.Bug, bug);
        }

        foreach (var client in batch.Refused)
        {
            client.Refuse(NotServed.Overloaded);
        }

        foreach (var told in batch.Told)
        {
            context.Questions.Tell(told);
        }

        if (!context.Postponements.IsEmpty)
        {
            Postponements.TryAgain(
                context.Postponements.Take(AccountsIn(writes)), context.Intake, context.Uptime.Ms);
        }
    }

    private static HashSet<UserId> AccountsIn(WriteSet writes) =>
        [.. writes.Rows.Where(write => write.State is Account).Select(write => new UserId(write.Key.Id))];

    private void Tell(Batch batch, Client client, Work work, Reply reply, long now)
    {
        if (reply is Postponed postponed)
        {
            if (client.GiveUpAt <= now || !context.Postponements.TryAdd(postponed.User, work))
            {
                client.Refuse(NotServed.Overloaded);
            }

            return;
        }

        var row = batch.RowOf(reply);
        if (row?.State is Order order)
        {
            // Whoever joins a checkout changes no row; without this its watch could still show the time before it.
            context.Watches.Tell(new OrderId(row.Key.Id), order, row.VersionAfter);
            if (work.Message is CheckOutOrder checkOut && order is { Status: OrderStatus.Processing }
                && order.Attempt == checkOut.Attempt)
            {
                // Also one whose answers are expected elsewhere: a node without a part of the log looks after it too.
                context.Unfinished.Began(checkOut.Order, order, now);
            }
        }

        client.Tell(new Answer(reply, row?.State as Order));
    }
}

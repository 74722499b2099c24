using Cartwright.Domain;
using Cartwright.Domain.Audit;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Shop.Wire;

namespace Cartwright.Cli.Verify;

/// <summary>The books that are audited: one SQLite file, or the three PostgreSQL databases of a cluster.</summary>
internal static class BookSources
{
    /// <summary>
    /// One file is read as it stood at one moment. Three databases have no moment in common. The order service's is the
    /// first: an order that rested there had its records in the other two by then, and they never change but by a
    /// cancel. So every error found is an error, or has moved since the first snapshot, and then it is right at the
    /// next look. The time is the order service's too; the clocks of the servers may differ by the two minutes that an
    /// audit allows.
    /// </summary>
    /// <exception cref="TransientFault">A server does not answer.</exception>
    public static T ReadBooks<T>(IReadOnlyDictionary<Role, IDatabaseAtRest> databases, Func<OpenBooks, T> audit)
    {
        using var views = new OpenViews(databases);
        return audit(new OpenBooks(
            views.FactsOf(Role.Order).Now,
            new BookRows
            {
                Orders = views.ReadRows(Order.Table).Select(row => (new OrderId(row.Key.Id), row.State)),
                Items = views.ReadRows(Item.Table).Select(row => (new ItemId(row.Key.Id), row.State)),
                Accounts = views.ReadRows(Account.Table).Select(row => (new UserId(row.Key.Id), row.State)),
                Reservations = views.ReadRows(Reservation.Table)
                    .Select(row => (new AttemptId(row.Key.Id), row.State)),
                Payments = views.ReadRows(Payment.Table)
                    .Select(row => (new AttemptId(row.Key.Id), row.State)),
                Replies = views.ReadTexts(StoredReply.Table).Select(row => (row.Text, ReplyOf(row.State))),
                Numberings = views.Numberings,
            },
            views.ReadTexts(StoredReply.Table).Select(row => (row.Text, row.State.Due)),
            views.ReadTexts(ParkedMessage.Table),
            views.Each.Select(each => (each.Role, each.View.ReadFacts().OldestEnvelope)),
            views.Unread));
    }

    private static Reply? ReplyOf(StoredReply stored)
    {
        try
        {
            return StoredReplies.ReplyOf(stored);
        }
        catch (FormatException)
        {
            // The audit finds it: it names the reply.
            return null;
        }
    }
}

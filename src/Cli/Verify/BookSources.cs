using Cartwright.Domain;
using Cartwright.Domain.Audit;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Postgres;
using Cartwright.Sqlite;

namespace Cartwright.Cli.Verify;

/// <summary>The books that are audited: one SQLite file, or the three PostgreSQL databases of a cluster.</summary>
internal static class BookSources
{
    /// <summary>Everything in one file, as it stood at one moment.</summary>
    public static T Read<T>(string directory, Func<BookRows, IEnumerable<ParkedMessage>, T> audit)
    {
        using var reader = SqliteReader.Open(directory);
        return audit(
            new BookRows
            {
                Orders = reader.ReadAll(Order.Table).Select(row => (new OrderId(row.Key.Id), row.State)),
                Items = reader.ReadAll(Item.Table).Select(row => (new ItemId(row.Key.Id), row.State)),
                Accounts = reader.ReadAll(Account.Table).Select(row => (new UserId(row.Key.Id), row.State)),
                Reservations = reader.ReadAll(Reservation.Table).Select(row => (new AttemptId(row.Key.Id), row.State)),
                Payments = reader.ReadAll(Payment.Table).Select(row => (new AttemptId(row.Key.Id), row.State)),
            },
            reader.ReadAll(ParkedMessage.Table).Select(row => row.State));
    }

    /// <summary>
    /// Three databases have no moment in common. They show one story when nothing is under way while they are read.
    /// </summary>
    /// <exception cref="TransientFault">A server does not answer, or checkouts are under way.</exception>
    public static T ReadSettled<T>(
        IReadOnlyDictionary<Role, string> databases, Func<BookRows, IEnumerable<ParkedMessage>, T> audit)
    {
        using var order = Open(Role.Order);
        using var payment = Open(Role.Payment);
        using var stock = Open(Role.Stock);
        _ = SameShop.Of(
        [
            ("The database of order", order.ReadShop()),
            ("The database of payment", payment.ReadShop()),
            ("The database of stock", stock.ReadShop()),
        ]);
        if (order.HasUnfinished(Order.Table) || payment.HasUnfinished(Account.Table) || stock.HasUnfinished())
        {
            throw new TransientFault("Checkouts are under way, so the three databases do not show one story yet.");
        }

        PostgresReader[] all = [order, payment, stock];
        return audit(
            new BookRows
            {
                Orders = order.ReadAll(Order.Table).Select(row => (new OrderId(row.Key.Id), row.State)),
                Items = stock.ReadAll(Item.Table).Select(row => (new ItemId(row.Key.Id), row.State)),
                Accounts = payment.ReadAll(Account.Table).Select(row => (new UserId(row.Key.Id), row.State)),
                Reservations = stock.ReadAll(Reservation.Table).Select(row => (new AttemptId(row.Key.Id), row.State)),
                Payments = payment.ReadAll(Payment.Table).Select(row => (new AttemptId(row.Key.Id), row.State)),
            },
            all.SelectMany(reader => reader.ReadAll(ParkedMessage.Table)).Select(row => row.State));

        PostgresReader Open(Role role) =>
            PostgresReader.Open(new PostgresOptions { ConnectionString = databases[role] });
    }
}

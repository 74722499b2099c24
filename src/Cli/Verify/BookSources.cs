using Cartwright.Domain;
using Cartwright.Domain.Audit;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Services;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Sqlite;

namespace Cartwright.Cli.Verify;

/// <summary>The books that are audited: one SQLite file, or the three PostgreSQL databases of a cluster.</summary>
internal static class BookSources
{
    /// <summary>Everything in one file, as it stood at one moment.</summary>
    public static T Read<T>(string directory, Func<OpenBooks, T> audit)
    {
        using var reader = SqliteReader.Open(directory);
        var next = reader.NextId();
        var unread = new UnreadRows();
        return audit(new OpenBooks(
            TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            new BookRows
            {
                Orders = reader.ReadAll(Order.Table, unread.Add).Select(row => (new OrderId(row.Key.Id), row.State)),
                Items = reader.ReadAll(Item.Table, unread.Add).Select(row => (new ItemId(row.Key.Id), row.State)),
                Accounts = reader.ReadAll(Account.Table, unread.Add)
                    .Select(row => (new UserId(row.Key.Id), row.State)),
                Reservations = reader.ReadAll(Reservation.Table, unread.Add)
                    .Select(row => (new AttemptId(row.Key.Id), row.State)),
                Payments = reader.ReadAll(Payment.Table, unread.Add)
                    .Select(row => (new AttemptId(row.Key.Id), row.State)),
                Replies = UnreadRows.LeaveOut(reader.ReadAll(StoredReply.Table, unread.Add))
                    .Select(row => (row.Text, ReplyOf(row.State))),
                NextId = _ => next,
            },
            UnreadRows.LeaveOut(reader.ReadAll(StoredReply.Table, unread.Add)).Select(row => (row.Text, row.State.Due)),
            UnreadRows.LeaveOut(reader.ReadAll(ParkedMessage.Table, unread.Add)),
            [],
            unread));
    }

    /// <summary>
    /// Three databases have no moment in common. The order service's is the first: what rested there had its records
    /// in the other two by then, and they never change but by a cancel. So whatever is found wrong is wrong, or has
    /// moved since the first snapshot, and then it is right at the next look. The time is the order service's too; the
    /// clocks of the servers may differ by the two minutes that an audit allows.
    /// </summary>
    /// <exception cref="TransientFault">A server does not answer.</exception>
    public static T Read<T>(IReadOnlyDictionary<Role, string> databases, Func<OpenBooks, T> audit)
    {
        using var order = Open(Role.Order);
        using var stock = Open(Role.Stock);
        using var payment = Open(Role.Payment);
        _ = SameShop.Of(
        [
            ("The database of order", order.ReadShop()),
            ("The database of payment", payment.ReadShop()),
            ("The database of stock", stock.ReadShop()),
        ]);
        var readers = new Dictionary<Role, PostgresReader>
        {
            [Role.Order] = order,
            [Role.Stock] = stock,
            [Role.Payment] = payment,
        };
        PostgresReader Of(Role role) => readers[role];
        var roles = ShopServices.Roles;
        var unread = new UnreadRows();
        return audit(new OpenBooks(
            order.Now(),
            new BookRows
            {
                Orders = order.ReadAll(Order.Table, unread.Add).Select(row => (new OrderId(row.Key.Id), row.State)),
                Items = stock.ReadAll(Item.Table, unread.Add).Select(row => (new ItemId(row.Key.Id), row.State)),
                Accounts = payment.ReadAll(Account.Table, unread.Add)
                    .Select(row => (new UserId(row.Key.Id), row.State)),
                Reservations = stock.ReadAll(Reservation.Table, unread.Add)
                    .Select(row => (new AttemptId(row.Key.Id), row.State)),
                Payments = payment.ReadAll(Payment.Table, unread.Add)
                    .Select(row => (new AttemptId(row.Key.Id), row.State)),
                Replies = roles.SelectMany(role => UnreadRows.LeaveOut(Of(role).ReadAll(StoredReply.Table, unread.Add)))
                    .Select(row => (row.Text, ReplyOf(row.State))),
                NextId = role => Of(role).NextId(),
            },
            roles.SelectMany(role => UnreadRows.LeaveOut(Of(role).ReadAll(StoredReply.Table, unread.Add)))
                .Select(row => (row.Text, row.State.Due)),
            roles.SelectMany(role => UnreadRows.LeaveOut(Of(role).ReadAll(ParkedMessage.Table, unread.Add))),
            roles.Select(role => (role, Of(role).OldestEnvelope())),
            unread));

        PostgresReader Open(Role role) =>
            PostgresReader.Open(new PostgresOptions { ConnectionString = databases[role] });
    }

    private static Reply? ReplyOf(StoredReply stored)
    {
        try
        {
            return stored.Decoded;
        }
        catch (FormatException)
        {
            // That is what the audit is for: it names the reply.
            return null;
        }
    }
}

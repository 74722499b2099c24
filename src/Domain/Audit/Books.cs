namespace Cartwright.Domain.Audit;

/// <summary>
/// The audit: whether the rows of the three services, as they stood at one moment, agree, and no unit and no cent has
/// appeared or vanished. The attempts named by orders and the counters are kept in memory; the records of the attempts,
/// of which there are the most, are read one at a time.
/// </summary>
public static class Books
{
    /// <summary>The errors, and the work that takes too long; nothing where the books are right.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="time">The time of the audit.</param>
    /// <param name="totals">Receives the totals.</param>
    public static IEnumerable<Finding> CheckBooks(BookRows rows, AuditTime time, BookTotals totals)
    {
        var numbers = new HandedOutIds();
        var unread = new UnreadIds();
        var stock = new StockBook(totals, numbers, unread);
        var payments = new PaymentBook(totals, time, numbers, unread);
        var orders = new OrderBook(totals, new OrderRules(time, rows.Checkout), numbers, unread);
        var attempts = new AttemptBook(orders, stock, payments, unread, time) { Repaired = rows.Repaired };

        // In this order: each part needs those before it.
        return stock.Items(rows.Items)
            .Concat(payments.Accounts(rows.Accounts))
            .Concat(orders.Orders(rows.Orders))
            .Concat(attempts.Replies(rows.Replies))
            .Concat(attempts.Recorded(stock.Count(rows.Reservations), payments.Count(rows.Payments)))
            .Concat(attempts.Unrecorded())
            .Concat(stock.Check())
            .Concat(payments.Check())
            .Concat(numbers.CheckNextIds(rows.Numberings));
    }
}

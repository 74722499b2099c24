using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;

namespace Cartwright.Exploration.SeededBugs;

/// <summary>
/// Ways in which a mistake sees other rows than the real ones, or changes the real service's decision.
/// </summary>
internal static class Altering
{
    /// <summary>The rows, with each row of one type replaced by the function's result.</summary>
    public static IRows Seeing<T>(this IRows rows, Func<T, T?> look)
        where T : class => new AlteredRows<T>(rows, look);

    /// <summary>The decision with other rows and messages; null drops one.</summary>
    public static Decision Altered(
        this Decision decision,
        Func<object, object?>? rows = null,
        Func<Message, Message?>? messages = null)
    {
        var altered = Decision.Nothing;
        foreach (var (key, row) in decision.Changes)
        {
            if (row is null || rows is null)
            {
                altered.Change(key, row);
            }
            else if (rows(row) is { } other)
            {
                altered.Change(key, other);
            }
        }

        foreach (var message in decision.Messages)
        {
            if ((messages is null ? message : messages(message)) is { } other)
            {
                altered.Send(other);
            }
        }

        return decision.Reply is { } reply ? altered.With(reply) : altered;
    }

    /// <summary>The decision with one more message.</summary>
    public static Decision AndSend(this Decision decision, Message? message) =>
        message is null ? decision : decision.Altered().Send(message);

    /// <summary>The order of an answer or a question.</summary>
    public static Order? OrderOf(this IRows rows, Attempt attempt) => rows.Find<Order>(Order.KeyOf(attempt.Order));

    /// <summary>The attempt that an answer or a question to the order service names; null for other messages.</summary>
    public static Attempt? AttemptOf(Message message) =>
        message is OrderMessage ? (message as IAttemptMessage)?.Attempt : null;

    /// <summary>The same answer about another attempt.</summary>
    public static Message About(this Message message, Attempt attempt) => message switch
    {
        CreditHeld => new CreditHeld(attempt),
        CreditDeclined declined => declined with { Attempt = attempt },
        CreditVoided => new CreditVoided(attempt),
        CreditRefunded => new CreditRefunded(attempt),
        StockTaken => new StockTaken(attempt),
        StockRefused refused => refused with { Attempt = attempt },
        StockReturned => new StockReturned(attempt),
        _ => new AskOutcome(attempt),
    };

    private sealed class AlteredRows<TAltered>(IRows rows, Func<TAltered, TAltered?> look) : IRows
        where TAltered : class
    {
        public T? Find<T>(Key key)
            where T : class
        {
            var row = rows.Find<T>(key);
            return row is TAltered seen ? look(seen) as T : row;
        }
    }
}

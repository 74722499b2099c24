using Cartwright.Domain.Audit;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Sagas;
using Cartwright.Domain.Stock;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Domain.Tests.AuditTests;

/// <summary>The rows of all three services in memory, and the messages in flight between them.</summary>
internal sealed class Shop : IRows
{
    private readonly SortedDictionary<Key, object> _rows = [];

    public List<Message> Messages { get; } = [];

    public long Now { get; set; } = 1_000_000;

    public IReadOnlyList<Key> Keys => [.. _rows.Keys];

    public BookTotals Totals { get; private set; } = new();

    public T? Find<T>(Key key)
        where T : class => (T?)_rows.GetValueOrDefault(key);

    /// <summary>Decides a message, and leaves the messages that it sends in flight.</summary>
    public void Decide(Message message)
    {
        var decision = ShopServices.Of(message.To).Decide(this, message, Now);
        foreach (var change in decision.Changes)
        {
            Put(change.Key, change.State);
        }

        Messages.AddRange(decision.Messages);
    }

    /// <summary>Decides messages, and all messages that follow from them.</summary>
    public void Settle(params Message[] messages)
    {
        Messages.AddRange(messages);
        while (Messages.Count > 0)
        {
            var next = Messages[0];
            Messages.RemoveAt(0);
            Decide(next);
        }
    }

    /// <summary>Runs the sweeps over all due rows.</summary>
    public void Sweep()
    {
        foreach (var key in _rows.Where(row => DueOf(row.Value) <= Now).Select(row => row.Key).ToList())
        {
            Decide(ShopServices.All.First(service => service.Tables.Contains(key.Table)).SweepMessage(key));
        }
    }

    public void Put(Key key, object? state)
    {
        if (state is null)
        {
            _rows.Remove(key);
        }
        else
        {
            _rows[key] = state;
        }
    }

    /// <summary>Seeds a mistake.</summary>
    public void Change<T>(Key key, Func<T, T?> change)
        where T : class => Put(key, change(Find<T>(key)!));

    /// <summary>Leaves an unreadable row.</summary>
    public void Damage(Key key) => Put(key, new object());

    /// <summary>The answers to clients that are stored for a repeat.</summary>
    public List<(string Key, Reply? Reply)> Replies { get; } = [];

    /// <summary>The saga of the checkouts, as the audit knows it.</summary>
    public Saga Checkout { get; set; } = OrderSagas.Standard.Checkout;

    /// <summary>The attempts whose repair is on record.</summary>
    public HashSet<AttemptId> Repaired { get; } = [];

    /// <summary>The first of the new numbers.</summary>
    public long? NextId { get; set; }

    public IReadOnlyList<string> Audit(long unfinishedMaxMs = 300_000) =>
        [.. Findings(unfinishedMaxMs).Select(finding => finding.Text)];

    public IReadOnlyList<Finding> Findings(long unfinishedMaxMs = 300_000)
    {
        Totals = new BookTotals();
        var rows = new BookRows
        {
            Orders = All<Order>(Order.Table).Select(row => (new OrderId(row.Id), row.State)),
            Items = All<Item>(Item.Table).Select(row => (new ItemId(row.Id), row.State)),
            Accounts = All<Account>(Account.Table).Select(row => (new UserId(row.Id), row.State)),
            Reservations = All<Reservation>(Reservation.Table).Select(row => (new AttemptId(row.Id), row.State)),
            Payments = All<Payment>(Payment.Table).Select(row => (new AttemptId(row.Id), row.State)),
            Replies = Replies,
            Checkout = Checkout,
            Repaired = Repaired,
            Numberings = NextId is { } next
                ? ShopServices.Definitions.Select(service => new Numbering(service.Role, service.Numbered, next))
                : [],
        };
        return [.. Books.CheckBooks(rows, new AuditTime(Now, unfinishedMaxMs), Totals)];
    }

    private IEnumerable<(long Id, T? State)> All<T>(Table table)
        where T : class =>
        _rows.Where(row => row.Key.Table == table).Select(row => (row.Key.Id, row.Value as T));

    private static long? DueOf(object state) => state switch
    {
        Order order => order.Due,
        Account account => account.Due,
        _ => null,
    };
}

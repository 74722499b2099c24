using Cartwright.Domain.Orders;
using Cartwright.Kernel;
using Cartwright.Shop;

namespace Cartwright.Micro;

/// <summary>The decisions alone: five messages for a two-line checkout, each with its rows.</summary>
internal sealed class DecideBench : IRows
{
    private const int Checkouts = 1_000;

    private readonly Dictionary<Key, object?> _rows = [];
    private readonly Queue<Message> _pending = new();
    private readonly List<Key> _keys = [];
    private readonly List<(Key Key, object State)> _orders = [.. MemoryShop.Orders(Checkouts)];
    private long _attempt;

    private DecideBench()
    {
        foreach (var (key, state) in MemoryShop.Shop())
        {
            _rows[key] = state;
        }
    }

    public static void Measure()
    {
        var bench = new DecideBench();
        Meter.Report("decide: a two-line checkout", Checkouts, bench.Run);
    }

    public T? Find<T>(Key key)
        where T : class => (T?)_rows.GetValueOrDefault(key);

    private void Run()
    {
        foreach (var (key, state) in _orders)
        {
            _rows[key] = state;
            CheckOut(MemoryShop.CheckOut(key.Id, ++_attempt));
            if (Find<Order>(key)!.Status is not OrderStatus.Paid)
            {
                throw new InvalidOperationException($"{key} is not paid.");
            }
        }
    }

    private void CheckOut(Message command)
    {
        _pending.Enqueue(command);
        while (_pending.TryDequeue(out var message))
        {
            _keys.Clear();
            var service = ShopServices.Of(message.To);
            service.AddKeys(message, _keys);
            var decision = service.Decide(this, message, now: 1);
            foreach (var change in decision.Changes)
            {
                _rows[change.Key] = change.State;
            }

            foreach (var next in decision.Messages)
            {
                _pending.Enqueue(next);
            }
        }

        // The rows of attempts are dropped, so that the rows do not outgrow the CPU caches from round to round.
        _rows.Remove(Domain.Stock.Reservation.Table.KeyOf(_attempt));
        _rows.Remove(Domain.Payments.Payment.Table.KeyOf(_attempt));
    }
}

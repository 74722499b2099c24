using System.Diagnostics;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Payments;
using Cartwright.Domain.Stock;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Sqlite;

namespace Cartwright.Micro;

/// <summary>The rows of checkouts without the decisions: a load and a commit for each batch.</summary>
internal sealed class CheckoutRows : IAsyncDisposable
{
    private const long Credit = 1_000_000_000;
    private const int FillRows = 2_000;

    private readonly SqliteStore _store;
    private readonly IStoreLane _lane;
    private readonly int _rowCount;
    private readonly Random _random = new(1);
    private long _attempt;

    private CheckoutRows(SqliteStore store, IStoreLane lane, int rowCount) =>
        (_store, _lane, _rowCount, _attempt) = (store, lane, rowCount, rowCount);

    public static async Task<CheckoutRows> PrepareAsync(string directory, int rowCount)
    {
        var store = SqliteStore.Open(
            directory,
            [Order.Table, Item.Table, Reservation.Table, Account.Table, Payment.Table],
            TimeProvider.System);
        var rows = new CheckoutRows(store, await store.OpenLaneAsync(CancellationToken.None), rowCount);
        for (var first = 0; first < rowCount; first += FillRows)
        {
            await rows.FillAsync(first, FillRows);
        }

        return rows;
    }

    public async Task MeasureAsync(int batchSize, int batchCount)
    {
        using var process = Process.GetCurrentProcess();
        await RunAsync(batchSize);
        process.Refresh();
        var (user, system) = (process.UserProcessorTime, process.PrivilegedProcessorTime);
        var watch = Stopwatch.StartNew();
        var (loading, committing, longest, rows) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 0);
        for (var batch = 0; batch < batchCount; batch++)
        {
            var run = await RunAsync(batchSize);
            loading += run.Loading;
            committing += run.Committing;
            longest = run.Committing > longest ? run.Committing : longest;
            rows += run.Rows;
        }

        watch.Stop();
        process.Refresh();
        user = process.UserProcessorTime - user;
        system = process.PrivilegedProcessorTime - system;
        double checkouts = batchSize * batchCount;
        Console.WriteLine(
            $"batch of {batchSize}: {(user + system).TotalMicroseconds / checkouts:F1} us of CPU a checkout "
            + $"({user.TotalMicroseconds / checkouts:F1} user, {system.TotalMicroseconds / checkouts:F1} system), "
            + $"{watch.Elapsed.TotalMicroseconds / checkouts:F1} us of wall time, "
            + $"{loading.TotalMicroseconds / rows:F2} us a row loaded, "
            + $"{committing.TotalMicroseconds / rows:F2} us a row written, "
            + $"{watch.Elapsed.TotalMilliseconds / batchCount:F2} ms a batch, "
            + $"{longest.TotalMilliseconds:F1} ms the longest commit");
    }

    public async ValueTask DisposeAsync()
    {
        await _lane.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async Task<(TimeSpan Loading, TimeSpan Committing, int Rows)> RunAsync(int batchSize)
    {
        var attempts = Enumerable.Range(0, batchSize).Select(_ => ++_attempt).ToArray();
        var keys = new SortedSet<Key>();
        foreach (var attempt in attempts)
        {
            keys.Add(Order.Table.KeyOf(_random.Next(_rowCount)));
            keys.Add(Item.Table.KeyOf(_random.Next(_rowCount)));
            keys.Add(Item.Table.KeyOf(_random.Next(_rowCount)));
            keys.Add(Account.Table.KeyOf(_random.Next(_rowCount)));
            keys.Add(Reservation.Table.KeyOf(attempt));
            keys.Add(Payment.Table.KeyOf(attempt));
        }

        var found = new Found();
        var watch = Stopwatch.StartNew();
        await _lane.LoadAsync([.. keys], found, CancellationToken.None);
        watch.Stop();
        var writes = new WriteSet();
        foreach (var key in keys)
        {
            writes.Rows.Add(found.Rows.TryGetValue(key, out var row)
                ? new RowWrite(key, Next(row.State), row.Version)
                : new RowWrite(key, Made(key), 0));
        }

        var loading = watch.Elapsed;
        watch.Restart();
        await _lane.CommitAsync(writes);
        return (loading, watch.Elapsed, keys.Count);
    }

    private object Next(object state) => state switch
    {
        Order order => order with { Status = OrderStatus.Paid, Attempt = new AttemptId(_attempt), UpdatedAt = 1 },
        Item item => item.Take(1),
        Account account => account with { Credit = account.Credit - 1, Captured = account.Captured + 1 },
        _ => throw new InvalidOperationException($"A new attempt has a row already: {state}"),
    };

    private static object Made(Key key) => ReferenceEquals(key.Table, Reservation.Table)
        ? new Reservation
        {
            Order = new OrderId(key.Id),
            Status = ReservationStatus.Taken,
            Lines = [new TakenLine(new ItemId(key.Id % 90_000), 1, 0), new TakenLine(new ItemId(7), 1, 0)],
        }
        : Payment.FromAttempt(
            new Attempt(new AttemptId(key.Id), new OrderId(key.Id), new UserId(key.Id % 90_000), 20, 0),
            PaymentStatus.Captured);

    private async Task FillAsync(int first, int count)
    {
        var writes = new WriteSet();
        foreach (var make in (Func<int, (Key, object)>[])
            [
                id => (Order.Table.KeyOf(id), OrderOf(id)),
                id => (Item.Table.KeyOf(id), new Item { Price = 10, Stock = Credit, Added = Credit }),
                id => (Reservation.Table.KeyOf(id), Made(Reservation.Table.KeyOf(id))),
                id => (Account.Table.KeyOf(id), new Account { Credit = Credit, Funded = Credit }),
                id => (Payment.Table.KeyOf(id), Made(Payment.Table.KeyOf(id))),
            ])
        {
            foreach (var id in Enumerable.Range(first, count))
            {
                var (key, state) = make(id);
                writes.Rows.Add(new RowWrite(key, state, 0));
            }
        }

        await _lane.CommitAsync(writes);
    }

    private Order OrderOf(int id) => new()
    {
        User = new UserId(_random.Next(_rowCount)),
        Lines = [new Line(new ItemId(_random.Next(_rowCount)), 1, 10), new Line(new ItemId(id), 1, 10)],
        Total = 20,
    };

    private sealed class Found : IRowSink
    {
        public Dictionary<Key, (object State, long Version)> Rows { get; } = [];

        void IRowSink.Found(Key key, object state, long version) => Rows.Add(key, (state, version));
    }
}

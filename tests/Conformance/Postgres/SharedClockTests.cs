using System.Collections.Concurrent;
using System.Text;
using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine.Clocks;
using Cartwright.Engine.Ports;
using Cartwright.Kernel;
using Cartwright.Postgres;
using Cartwright.Shop;
using Cartwright.Shop.Options;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cartwright.Conformance.Postgres;

/// <summary>The nodes of a service use their database's clock, whatever the clocks of their machines.</summary>
[Trait("Kind", "Long")]
public sealed class SharedClockTests : IAsyncLifetime
{
    private const int Orders = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private PostgresDatabase _database = null!;

    public async ValueTask InitializeAsync() => _database = await PostgresDatabase.TakeAsync();

    public async ValueTask DisposeAsync() => await _database.GiveBackAsync();

    [Fact]
    public async Task A_reading_lies_between_its_question_and_its_answer()
    {
        await using var store = await _database.OpenAsync();
        var clock = TimeProvider.System;
        for (var i = 0; i < 5; i++)
        {
            var before = clock.GetUtcNow();
            var reading = await store.ReadTimeAsync(clock, TestContext.Current.CancellationToken);
            var read = DateTimeOffset.UnixEpoch.AddTicks(reading.Us * TimeSpan.TicksPerMicrosecond);
            Assert.InRange(read, before.AddMilliseconds(-1), clock.GetUtcNow().AddMilliseconds(1));
            Assert.True(reading.AskedAt <= reading.AnsweredAt);
        }
    }

    // By its own clock the deadlines of the first node's checkouts have all passed, so that its first sweep would ask
    // stock to cancel them; or its clock is behind, and the first node would cancel the checkouts that it accepts.
    [Theory]
    [InlineData(40)]
    [InlineData(-40)]
    public async Task A_node_whose_machine_is_wrong_times_nothing_out(int secondsAhead)
    {
        await using var store = await _database.OpenAsync();
        var log = new SilentLog();
        await using var right = new SharedClock(Role.Order, store, TimeProvider.System, NullLogger.Instance);
        await using var wrong = new SharedClock(
            Role.Order, store, new WrongClock(TimeSpan.FromSeconds(secondsAhead)), NullLogger.Instance);
        await using var one = await StartAsync(store, log, right);
        await using var other = await StartAsync(store, log, wrong);
        Assert.InRange(Math.Abs(one.Deadline - other.Deadline), 0, 500);
        for (var id = 1; id <= Orders; id++)
        {
            await CheckOutAsync(id % 2 == 0 ? one : other, new OrderId(id));
        }

        await Eventually.IsAsync("every order was looked at", Patience, async () =>
        {
            for (var id = 1; id <= Orders; id++)
            {
                if (await OrderAsync(one, id) is not { Looks: > 0 })
                {
                    return false;
                }
            }

            return true;
        });
        Assert.Contains("hold-credit", log.Types);
        Assert.DoesNotContain("cancel-attempt", log.Types);
    }

    private static async Task<ShopNode> StartAsync(PostgresStore store, ILog log, SharedClock clock)
    {
        await clock.StartAsync(TestContext.Current.CancellationToken);
        var node = new ShopNode(
            [ShopServices.Order],
            store,
            store.Ids,
            log,
            new NodeOptions { DecidesLocally = false, Receivers = ShopServices.Roles },
            clock,
            NullLogger.Instance);
        await node.Engine.StartAsync(TestContext.Current.CancellationToken);
        return node;
    }

    private static async Task CheckOutAsync(ShopNode node, OrderId order)
    {
        await node.Engine.AskAsync(new CreateOrder(order, new UserId(1)), "create");
        await node.Engine.AskAsync(new AddLine(order, new ItemId(1), Quantity: 1, Price: 1), "add");
        var attempt = new AttemptId(await node.Engine.NextIdAsync(TestContext.Current.CancellationToken));
        var answer = await node.Engine.AskAsync(
            new CheckOutOrder(order, attempt, node.Deadline, ReplyTo: 0), "check out");
        Assert.IsType<AttemptAccepted>(answer.Reply);
    }

    private static async Task<Order> OrderAsync(ShopNode node, long id) =>
        (await node.Engine.ReadAsync<Order>(Order.KeyOf(new OrderId(id)), TestContext.Current.CancellationToken))!;

    private sealed class WrongClock(TimeSpan error) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + error;
    }

    /// <summary>A log that delivers nothing and records the kinds of the messages that were sent.</summary>
    private sealed class SilentLog : ILog
    {
        private readonly ConcurrentDictionary<string, bool> _types = new();

        public ICollection<string> Types => _types.Keys;

        public int PartitionsOf(Role role) => 1;

        public void Subscribe(Role role, ILogReceiver receiver) => receiver.Gained(0);

        public void Send(Envelope envelope, Action<long> confirmed)
        {
            var text = Encoding.UTF8.GetString(envelope.Bytes.Span);
            foreach (var type in new[] { "hold-credit", "cancel-attempt" }.Where(text.Contains))
            {
                _types[type] = true;
            }

            confirmed(envelope.Id);
        }

        public void Advance(Role role, int partition, long offset)
        {
        }
    }
}

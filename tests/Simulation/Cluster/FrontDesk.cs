using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Engine;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Simulation.Checks;

namespace Cartwright.Simulation.Cluster;

/// <summary>The answer to a checkout's client: the reply, and the status of its attempt.</summary>
internal sealed record CheckoutAnswer(Reply Reply, AttemptId? Attempt = null, Outcome? Outcome = null);

/// <summary>The work of a node's HTTP interface, without HTTP. It runs in the node.</summary>
internal sealed class FrontDesk(ShopNode engine, Promises promises)
{
    public async Task<Reply> AskAsync(Message command, string request, string? key)
    {
        var answer = await engine.Engine.AskAsync(command, request, key);
        promises.Replied(key, request, answer.Reply);
        return answer.Reply;
    }

    /// <summary>A new entity with a number from the engine.</summary>
    public async Task<Reply> CreateAsync(Func<long, Message> command, string request, string? key) =>
        await AskAsync(command(await engine.Engine.NextIdAsync(CancellationToken.None)), request, key);

    /// <summary>Adds a line at the price from the stock service; the command may change nothing else.</summary>
    public async Task<Reply> AddLineAsync(OrderId order, ItemId item, long quantity, string? key)
    {
        var request = $"POST /orders/addItem/{order}/{item}/{quantity}";
        return await engine.AskPriceAsync(item, CancellationToken.None) is { } price
            ? await AskAsync(new AddLine(order, item, quantity, price), request, key)
            : new Rejected(Reason.UnknownItem, item);
    }

    /// <summary>Checks an order out, and waits for the outcome if the client requests that.</summary>
    public async Task<CheckoutAnswer> CheckOutAsync(OrderId order, string? key, TimeSpan? wait)
    {
        using var watch = wait is null ? null : engine.Watch(order);
        var attempt = new AttemptId(await engine.Engine.NextIdAsync(CancellationToken.None));
        promises.Asked(attempt);
        var command = new CheckOutOrder(order, attempt, engine.Deadline, engine.ReplyPartition());
        var request = $"POST /orders/checkout/{order}";
        var answer = await engine.Engine.AskAsync(command, request, key);
        promises.Replied(key, request, answer.Reply);
        if (answer.Reply is not AttemptAccepted accepted)
        {
            return new CheckoutAnswer(answer.Reply);
        }

        var outcome = Outcome.OutcomeOf(answer.Order!, accepted.Attempt);
        if (watch is not null && !outcome.IsEnded)
        {
            var seen = await watch.UntilAsync(
                latest => Outcome.OutcomeOf(latest, accepted.Attempt).IsEnded,
                wait!.Value,
                engine.Engine.Clock,
                CancellationToken.None);
            outcome = seen is null ? outcome : Outcome.OutcomeOf(seen, accepted.Attempt);
        }

        promises.Told(order, accepted.Attempt, outcome);
        return new CheckoutAnswer(answer.Reply, accepted.Attempt, outcome);
    }

    public async Task<CheckoutAnswer> CancelAsync(OrderId order, string? key)
    {
        var request = $"POST /orders/cancel/{order}";
        var answer = await engine.Engine.AskAsync(new CancelOrder(order, engine.ReplyPartition()), request, key);
        promises.Replied(key, request, answer.Reply);
        if (answer.Reply is not CancelAccepted accepted)
        {
            return new CheckoutAnswer(answer.Reply);
        }

        var outcome = Outcome.OutcomeOf(answer.Order!, accepted.Attempt);
        promises.Told(order, accepted.Attempt, outcome);
        return new CheckoutAnswer(answer.Reply, accepted.Attempt, outcome);
    }

    /// <summary>Reads an order, as <c>GET /orders/find</c> does.</summary>
    public async Task<Order?> FindOrderAsync(OrderId id)
    {
        var order = await ReadAsync<Order>(Order.KeyOf(id));
        if (order?.Attempt is { } attempt)
        {
            promises.Told(id, attempt, Outcome.OutcomeOf(order, attempt));
        }

        return order;
    }

    public async Task<T?> ReadAsync<T>(Key key)
        where T : class => await engine.Engine.ReadAsync<T>(key, CancellationToken.None);
}

using Cartwright.Domain;
using Cartwright.Domain.Orders;
using Cartwright.Domain.Stock;
using Cartwright.Engine;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Wire;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>What the endpoints share: the node, the options, and the way from a command to its answer.</summary>
internal sealed class EndpointContext
{
    private readonly ShopNode? _node;

    // A key belongs to one service. Where each has a database, that follows by itself; where they share one, the
    // service's name sets its keys apart.
    private readonly IdempotencyKeys _keys;

    public EndpointContext(Role role, ShopNode node, ShopOptions options, CancellationToken stopping)
    {
        (_node, Options, Stopping) = (node, options, stopping);
        _keys = new IdempotencyKeys(node.Engine.Options.DecidesLocally ? $"{role.Name} " : "");
    }

    private EndpointContext(ShopOptions options) => (Options, _keys) = (options, new IdempotencyKeys(""));

    public ShopNode Node => _node ?? throw new InvalidOperationException("This shop only describes itself.");

    public TimeProvider Clock => Node.Engine.Clock;

    public ShopOptions Options { get; }

    /// <summary>Ends when the server is asked to stop: nobody is kept waiting then.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>A shop whose endpoints are described and never called, as a gateway describes its nodes'.</summary>
    public static EndpointContext WithoutNode(ShopOptions options) => new(options);

    /// <summary>A number that no one else gets.</summary>
    public ValueTask<long> NextIdAsync(HttpContext http) => Node.Engine.NextIdAsync(http.RequestAborted);

    /// <summary>Reads a row as it was committed last.</summary>
    public ValueTask<T?> ReadAsync<T>(HttpContext http, Key key)
        where T : class => Node.Engine.ReadAsync<T>(key, http.RequestAborted);

    /// <summary>
    /// An item's price: read where the stock is in the same database, asked by a message elsewhere. Null: no such item.
    /// </summary>
    public async Task<long?> PriceOfAsync(HttpContext http, ItemId item) => Node.Engine.Options.DecidesLocally
        ? (await ReadAsync<Item>(http, Item.Key(item)))?.Price
        : await Node.AskPriceAsync(item, http.RequestAborted);

    /// <summary>Runs a command, and writes its refusal or what the endpoint makes of its reply.</summary>
    public async Task RunAsync<TReply>(
        HttpContext http, Func<ValueTask<Message>> command, Func<TReply, Task> write)
        where TReply : Reply
    {
        using var lease = _keys.Begin(http.Request);
        var reply = (await Node.Engine.AskAsync(await command(), RequestOf(http), lease.Key)).Reply;
        await WriteAsync(http, reply, write);
    }

    /// <summary>Runs a command about an attempt, whose answer tells how its order stands.</summary>
    public async Task RunAttemptAsync(
        HttpContext http, OrderId order, Func<ValueTask<Message>> command, Func<Answer, Watch, Task> write)
    {
        using var lease = _keys.Begin(http.Request);
        using var watch = Node.Watch(order);
        var answer = await Node.Engine.AskAsync(await command(), RequestOf(http), lease.Key);
        if (answer.Reply is Rejected or KeyReused)
        {
            await WriteAsync<Reply>(http, answer.Reply, _ => Task.CompletedTask);
            return;
        }

        await write(answer, new Watch(watch, this));
    }

    /// <summary>
    /// Answers a repeat from what its key has stored, for which nothing else has to be there. False: nothing is stored.
    /// </summary>
    public async Task<bool> RepeatAsync<TReply>(HttpContext http, Func<TReply, Task> write)
        where TReply : Reply
    {
        using var lease = _keys.Begin(http.Request);
        if (lease.Key is not { } key || await ReadAsync<StoredReply>(http, StoredReply.Key(key)) is not { } stored)
        {
            return false;
        }

        await WriteAsync(http, stored.IsOf(RequestOf(http)) ? StoredReplies.ReplyOf(stored) : new KeyReused(), write);
        return true;
    }

    /// <summary>
    /// Runs the parts of a batch_init one after the other, as long as its client is there; only the last one stores the
    /// key.
    /// </summary>
    public async Task RunPartsAsync(HttpContext http, IEnumerable<Message> parts, string done)
    {
        if (await RepeatAsync<InitDone>(http, _ => WriteDoneAsync(http, done)))
        {
            return;
        }

        using var lease = _keys.Begin(http.Request);
        Message? last = null;
        var hasChanged = false;
        foreach (var part in parts)
        {
            if (last is not null)
            {
                var reply = await RunPartAsync(http, last, key: null, hasChanged);
                if (reply is Rejected rejected)
                {
                    await Problems.WriteAsync(http, rejected);
                    return;
                }

                hasChanged |= last is not InspectOrders;
            }

            last = part;
        }

        await WriteAsync<InitDone>(
            http, await RunPartAsync(http, last!, lease.Key, hasChanged), _ => WriteDoneAsync(http, done));
    }

    // Where a part before it has changed something, the whole has happened in part whatever becomes of this one.
    private async Task<Reply> RunPartAsync(HttpContext http, Message part, string? key, bool hasChanged)
    {
        http.RequestAborted.ThrowIfCancellationRequested();
        try
        {
            return (await Node.Engine.AskAsync(part, RequestOf(http), key)).Reply;
        }
        catch (NotServedException fault) when (hasChanged)
        {
            throw new NotServedException(NotServed.Unknown, fault);
        }
    }

    private static Task WriteAsync<TReply>(HttpContext http, Reply reply, Func<TReply, Task> write)
        where TReply : Reply => reply switch
        {
            Rejected rejected => Problems.WriteAsync(http, rejected),
            KeyReused => WriteReusedAsync(http),
            _ => write((TReply)reply),
        };

    private static Task WriteReusedAsync(HttpContext http) => Problems.WriteAsync(
        http, ProblemCodes.IdempotencyKeyReused, "The Idempotency-Key was given before, with another request.");

    private static Task WriteDoneAsync(HttpContext http, string done) =>
        Json.WriteAsync(http, new InitAnswer(done), AnswerJson.Default.InitAnswer);

    private static string RequestOf(HttpContext http) => $"{http.Request.Method} {http.Request.Path}";

    /// <summary>Waits for an order on behalf of one request.</summary>
    internal readonly struct Watch(Cartwright.Shop.Waiting.Watch watch, EndpointContext shop)
    {
        /// <summary>Waits until the order is as wanted; null when the patience or the server ends first.</summary>
        public async Task<Order?> UntilAsync(HttpContext http, Func<Order, bool> wanted, TimeSpan patience)
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, shop.Stopping);
            try
            {
                return await watch.UntilAsync(wanted, patience, shop.Clock, ending.Token);
            }
            catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
            {
                return null;
            }
        }
    }
}

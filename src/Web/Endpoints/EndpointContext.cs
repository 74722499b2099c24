using Cartwright.Domain;
using Cartwright.Engine;
using Cartwright.Engine.Housekeeping;
using Cartwright.Engine.Queues;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Wire;
using Cartwright.Web.Access;
using Cartwright.Web.Http;
using Microsoft.AspNetCore.Http;

namespace Cartwright.Web.Endpoints;

/// <summary>
/// The parts that the endpoints share: the node, the options, and the way from a command to its answer.
/// </summary>
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

    /// <summary>Ends when the server is asked to stop: no request is kept waiting then.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>
    /// A shop with endpoints that are described and never called: a gateway describes its nodes' endpoints so.
    /// </summary>
    public static EndpointContext WithoutNode(ShopOptions options) => new(options);

    /// <summary>The caller of a request.</summary>
    public static Caller CallerOf(HttpContext http) => Caller.Of(http);

    /// <summary>The request's Idempotency-Key, in progress until the lease is disposed.</summary>
    public IdempotencyKeys.KeyLease TakeKey(HttpContext http) =>
        _keys.TakeKey(http.Request, Caller.Of(http).Name);

    /// <summary>Has a command decided, for a request that may have a key.</summary>
    public Task<Answer> AskEngineAsync(HttpContext http, Message command, string? key) =>
        Node.Engine.AskAsync(command, RequestOf(http), key);

    /// <summary>A unique number.</summary>
    public ValueTask<long> NextIdAsync(HttpContext http) => Node.Engine.NextIdAsync(http.RequestAborted);

    /// <summary>Reads a row as it was committed last.</summary>
    public ValueTask<T?> ReadRowAsync<T>(HttpContext http, Key key)
        where T : class => Node.Engine.ReadAsync<T>(key, http.RequestAborted);

    /// <summary>Runs a command, and writes its rejection or the endpoint's answer to its reply.</summary>
    public async Task RunCommandAsync<TReply>(
        HttpContext http, Func<ValueTask<Message>> command, Func<TReply, Task> write)
        where TReply : Reply
    {
        using var lease = TakeKey(http);
        var reply = (await AskEngineAsync(http, await command(), lease.Key)).Reply;
        await ReplyWriter.WriteReplyAsync(http, reply, write);
    }

    /// <summary>Runs a command about an attempt. The answer contains the order's state.</summary>
    public async Task RunAttemptAsync(
        HttpContext http, OrderId order, Func<ValueTask<Message>> command, Func<Answer, OrderWait, Task> write)
    {
        using var lease = TakeKey(http);
        using var watch = Node.Watch(order);
        var answer = await AskEngineAsync(http, await command(), lease.Key);
        await (ReplyWriter.IsRefusal(answer.Reply)
            ? ReplyWriter.WriteRefusalAsync(http, answer.Reply)
            : write(answer, new OrderWait(watch, this)));
    }

    /// <summary>
    /// Answers a repeat from what its key has stored, for which nothing else has to be there. False: nothing is stored.
    /// </summary>
    public async Task<bool> RepeatReplyAsync<TReply>(HttpContext http, Func<TReply, Task> write)
        where TReply : Reply
    {
        using var lease = TakeKey(http);
        if (lease.Key is not { } key || await ReadRowAsync<StoredReply>(http, StoredReply.KeyOf(key)) is not { } stored)
        {
            return false;
        }

        var reply = stored.IsOf(RequestOf(http)) ? StoredReplies.ReplyOf(stored) : new KeyReused();
        await ReplyWriter.WriteReplyAsync(http, reply, write);
        return true;
    }

    private static string RequestOf(HttpContext http) => $"{http.Request.Method} {http.Request.Path}";
}

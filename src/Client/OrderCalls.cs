namespace Cartwright.Client;

/// <summary>The calls to orders.</summary>
public sealed class OrderCalls
{
    private readonly RequestSender _sender;
    private readonly CartwrightClientOptions _options;

    internal OrderCalls(RequestSender sender, CartwrightClientOptions options) =>
        (_sender, _options) = (sender, options);

    /// <summary>Makes an order without lines. Whether its user exists is checked by its checkout.</summary>
    /// <param name="userId">The user who is to pay.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the order may exist then.</param>
    /// <returns>The order's number.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public async Task<string> CreateOrderAsync(
        string userId, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var request = ShopRequest.Post($"/orders/create/{ShopRequest.Id(userId)}", idempotencyKey);
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.ReadText(answer, "order_id");
    }

    /// <summary>Adds units of an item to an open or failed order, at the item's present price.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="quantity">The number of units, at least 1.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the line may have been added then.</param>
    /// <returns>The order's new total.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public async Task<long> AddItemAsync(
        string orderId,
        string itemId,
        long quantity,
        string? idempotencyKey = null,
        CancellationToken cancellation = default)
    {
        var line = $"{ShopRequest.Id(orderId)}/{ShopRequest.Id(itemId)}/{ShopRequest.Amount(quantity)}";
        var request = ShopRequest.Post($"/orders/addItem/{line}", idempotencyKey);
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.ReadAmount(answer, "total_cost");
    }

    /// <summary>
    /// Removes the line of an item from an open or failed order. To change a quantity, remove and add.
    /// </summary>
    /// <param name="orderId">The order.</param>
    /// <param name="itemId">The item.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the line may have been removed then.</param>
    /// <returns>The order's new total.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it: there is no such line, for example.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public async Task<long> RemoveItemAsync(
        string orderId, string itemId, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var path = $"/orders/removeItem/{ShopRequest.Id(orderId)}/{ShopRequest.Id(itemId)}";
        var request = ShopRequest.Post(path, idempotencyKey);
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.ReadAmount(answer, "total_cost");
    }

    /// <summary>
    /// Checks an order out, and waits for the outcome as long as the options say. A checkout that failed is an outcome,
    /// not an exception. A paid order returns that it is paid, without effect; one in flight is joined.
    /// </summary>
    /// <param name="orderId">The order.</param>
    /// <param name="idempotencyKey">
    /// The key of this attempt; null: a random one. After a failure, a call with the same key returns that failure, and
    /// a call with a new key begins a new attempt.
    /// </param>
    /// <param name="cancellation">Ends the wait, and not the checkout.</param>
    /// <returns>Whether it is paid, has failed, or is not decided yet.</returns>
    /// <exception cref="ShopRejectionException">
    /// The order cannot be checked out: it is unknown, cancelled, or has no lines.
    /// </exception>
    /// <exception cref="ShopUnavailableException">
    /// The shop did not answer within the bounds. The checkout may be in flight, or paid: repeat it with the key of the
    /// exception.
    /// </exception>
    public async Task<CheckoutOutcome> CheckOutOrderAsync(
        string orderId, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var request = ShopRequest.Post($"/orders/checkout/{ShopRequest.Id(orderId)}", idempotencyKey) with
        {
            OutcomeWait = _options.OutcomeWait,
        };
        var answer = await _sender.AskAsync(request, cancellation).ConfigureAwait(false);
        return OutcomeReader.ReadCheckout(orderId, answer);
    }

    /// <summary>
    /// Cancels a paid order: its stock is returned and its payment refunded. Waits for that as long as the options say.
    /// A repeat has no further effect.
    /// </summary>
    /// <param name="orderId">The order.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the wait, and not the cancel.</param>
    /// <returns>Whether everything is given back already.</returns>
    /// <exception cref="ShopRejectionException">The order is unknown, or not paid.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not answer within the bounds.</exception>
    public async Task<CancelOutcome> CancelOrderAsync(
        string orderId, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var request = ShopRequest.Post($"/orders/cancel/{ShopRequest.Id(orderId)}", idempotencyKey) with
        {
            OutcomeWait = _options.OutcomeWait,
        };
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return OutcomeReader.ReadCancel(answer);
    }

    /// <summary>Reads an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ShopRejectionException">There is no such order.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not answer within the bounds.</exception>
    public async Task<ShopOrder> FindOrderAsync(string orderId, CancellationToken cancellation = default)
    {
        var request = ShopRequest.Get($"/orders/find/{ShopRequest.Id(orderId)}");
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.ReadOrder(answer);
    }

    /// <summary>
    /// The orders of a user, by their numbers. Each page is read when the orders before it were taken. An order that is
    /// made meanwhile may be missing: several order nodes do not make numbers in the order of time.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="after">Only orders with larger numbers; null: all.</param>
    /// <param name="pageLimit">The most orders of one page, from 1 to 100.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ShopRejectionException">The caller may not see the orders of this user.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not answer within the bounds.</exception>
    public IAsyncEnumerable<ShopOrder> ListOrdersAsync(
        string userId, string? after = null, int pageLimit = 100, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageLimit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pageLimit, OrderPages.LimitMax);
        return new OrderPages(_sender, ShopRequest.Id(userId), pageLimit).ListAsync(
            after is null ? null : ShopRequest.Id(after), cancellation);
    }

    /// <summary>
    /// Follows an order: its present status, then each change, until it is paid, failed or cancelled. A stream that
    /// breaks or falls silent is opened again after the last event. It ends with an exception when more streams in a
    /// row than <see cref="CartwrightClientOptions.RetriesMax"/> had no event.
    /// </summary>
    /// <param name="orderId">The order.</param>
    /// <param name="lastEventId">
    /// The id of an event: only later ones are returned. To follow a cancel, or another checkout after a failure, pass
    /// the last event before it. Null: it begins with the present status.
    /// </param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ShopRejectionException">There is no such order.</exception>
    /// <exception cref="ShopUnavailableException">No stream could be opened, or none had an event.</exception>
    public IAsyncEnumerable<OrderUpdate> WatchOrderAsync(
        string orderId, string? lastEventId = null, CancellationToken cancellation = default) =>
        new OrderWatch(_sender, _options, ShopRequest.Id(orderId)).WatchAsync(lastEventId, cancellation);
}

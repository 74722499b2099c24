namespace Cartwright.Client;

/// <summary>The calls to items and their stock.</summary>
public sealed class StockCalls
{
    private readonly RequestSender _sender;

    internal StockCalls(RequestSender sender) => _sender = sender;

    /// <summary>Makes an item without stock.</summary>
    /// <param name="price">The price of one unit, in the smallest unit of money.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the item may exist then.</param>
    /// <returns>The item's number.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public async Task<string> CreateItemAsync(
        long price, string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var request = ShopRequest.Post($"/stock/item/create/{ShopRequest.Amount(price)}", idempotencyKey);
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.ReadText(answer, "item_id");
    }

    /// <summary>Adds units to an item's stock.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="amount">The number of units, at least 1.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the units may have been added then.</param>
    /// <returns>The item's new stock.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public Task<long> AddStockAsync(
        string itemId, long amount, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        ChangeStockAsync("add", itemId, amount, idempotencyKey, cancellation);

    /// <summary>Takes units out of an item's stock.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="amount">The number of units, at least 1.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the units may have been taken then.</param>
    /// <returns>The item's new stock.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it: there are too few units, for example.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public Task<long> SubtractStockAsync(
        string itemId, long amount, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        ChangeStockAsync("subtract", itemId, amount, idempotencyKey, cancellation);

    /// <summary>Reads an item.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ShopRejectionException">There is no such item.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not answer within the bounds.</exception>
    public async Task<ShopItem> FindItemAsync(string itemId, CancellationToken cancellation = default)
    {
        var request = ShopRequest.Get($"/stock/find/{ShopRequest.Id(itemId)}");
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.Read(answer, ClientJson.Default.ShopItem);
    }

    private async Task<long> ChangeStockAsync(
        string verb, string itemId, long amount, string? idempotencyKey, CancellationToken cancellation)
    {
        var path = $"/stock/{verb}/{ShopRequest.Id(itemId)}/{ShopRequest.Amount(amount)}";
        var request = ShopRequest.Post(path, idempotencyKey);
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.ReadAmount(answer, "stock");
    }
}

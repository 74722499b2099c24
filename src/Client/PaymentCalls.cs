namespace Cartwright.Client;

/// <summary>The calls to users and their credit.</summary>
public sealed class PaymentCalls
{
    private readonly RequestSender _sender;

    internal PaymentCalls(RequestSender sender) => _sender = sender;

    /// <summary>Makes a user without credit.</summary>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the user may exist then.</param>
    /// <returns>The user's number.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public async Task<string> CreateUserAsync(
        string? idempotencyKey = null, CancellationToken cancellation = default)
    {
        var request = ShopRequest.Post("/payment/create_user", idempotencyKey);
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.ReadText(answer, "user_id");
    }

    /// <summary>Adds to a user's credit.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="amount">The amount, at least 1, in the smallest unit of money.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the credit may have been added then.</param>
    /// <returns>The user's new credit.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public Task<long> AddFundsAsync(
        string userId, long amount, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        ChangeCreditAsync("add_funds", userId, amount, idempotencyKey, cancellation);

    /// <summary>Takes from a user's credit, for something outside the shop's orders.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="amount">The amount, at least 1, in the smallest unit of money.</param>
    /// <param name="idempotencyKey">The key of this action; null: a random one.</param>
    /// <param name="cancellation">Ends the call; the credit may have been taken then.</param>
    /// <returns>The user's new credit.</returns>
    /// <exception cref="ShopRejectionException">The shop rejects it: the credit is too small, for example.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not serve it within the bounds.</exception>
    public Task<long> PayAsync(
        string userId, long amount, string? idempotencyKey = null, CancellationToken cancellation = default) =>
        ChangeCreditAsync("pay", userId, amount, idempotencyKey, cancellation);

    /// <summary>Reads a user, with the credit that can be spent now.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ShopRejectionException">There is no such user.</exception>
    /// <exception cref="ShopUnavailableException">The shop did not answer within the bounds.</exception>
    public async Task<ShopUser> FindUserAsync(string userId, CancellationToken cancellation = default)
    {
        var request = ShopRequest.Get($"/payment/find_user/{ShopRequest.Id(userId)}");
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.Read(answer, ClientJson.Default.ShopUser);
    }

    private async Task<long> ChangeCreditAsync(
        string verb, string userId, long amount, string? idempotencyKey, CancellationToken cancellation)
    {
        var path = $"/payment/{verb}/{ShopRequest.Id(userId)}/{ShopRequest.Amount(amount)}";
        var request = ShopRequest.Post(path, idempotencyKey);
        var answer = await _sender.SendAsync(request, cancellation).ConfigureAwait(false);
        return AnswerReader.ReadAmount(answer, "credit");
    }
}
